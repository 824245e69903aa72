import { qrelsMeasure } from './measure';

export const utility = qrelsMeasure({
  id: 'utility',
  label: 'Utility',
  description: 'A weighted sum of the four cells retrieved or not, relevant or not. The last weight needs the size of the collection.',
  formula: 'p_1 a + p_2 b + p_3 c + p_4 d',
  source: 'trec_eval; TREC filtering track',
  range: 'any number',
  edgePolicy: 'Unjudged documents count as not relevant. The size of the collection is 0 unless given.',
  params: { kind: 'numbers', defaults: [1, -1, 0, 0], count: 4 },
  measure: ({ grades, relevant, relevantRetrieved, collectionSize }, { numbers: [a, b, c, d] }) =>
    a * relevantRetrieved +
    b * (grades.length - relevantRetrieved) +
    c * (relevant - relevantRetrieved) +
    d * (collectionSize + relevantRetrieved - grades.length - relevant),
});
