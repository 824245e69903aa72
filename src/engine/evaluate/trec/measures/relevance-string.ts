import { IN_POOL_UNJUDGED, NOT_IN_POOL } from '../judged-topic';
import { qrelsMeasure } from './measure';

function letter(grade: number): string {
  if (grade === NOT_IN_POOL) return '-';
  if (grade === IN_POOL_UNJUDGED) return '.';
  return grade > 9 ? '>' : String(grade);
}

export const relevanceString = qrelsMeasure({
  id: 'relstring',
  label: 'Relevance string',
  description: 'Grades of the first documents: a digit, ">" above 9, "-" not in the pool, "." in the pool but not judged.',
  formula: 'g_1 g_2 \\ldots g_n',
  source: 'trec_eval',
  range: 'a text',
  direction: 'neither',
  average: 'text',
  params: { kind: 'numbers', defaults: [10], count: 1 },
  edgePolicy: 'Only per topic.',
  measure: () => NaN,
  text: ({ grades }, { numbers: [length] }) => Array.from(grades.subarray(0, Math.max(0, Math.trunc(length))), letter).join(''),
});
