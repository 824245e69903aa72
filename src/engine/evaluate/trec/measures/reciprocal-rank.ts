import { noRelevant, qrelsMeasure } from './measure';

export const reciprocalRank = qrelsMeasure({
  id: 'recip_rank',
  label: 'Reciprocal rank',
  description: '1 / position of the first relevant document.',
  formula: '1 / \\min\\{ i : \\mathrm{rel}_i \\}',
  source: 'Voorhees 1999',
  edgePolicy: noRelevant,
  measure: ({ grades, level }) => {
    const first = grades.findIndex((grade) => grade >= level);
    return first < 0 ? 0 : 1 / (first + 1);
  },
});
