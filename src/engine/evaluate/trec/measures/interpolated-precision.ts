import type { JudgedTopic } from '../judged-topic';
import { noRelevant, qrelsMeasure } from './measure';

const points = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** The best precision at or after the position where recall reaches `fraction`; 0 where it never does. */
function precisionAtRecall({ grades, level, relevant, relevantRetrieved }: JudgedTopic, fraction: number): number {
  const relevantNeeded = Math.round(fraction * relevant);
  if (relevantNeeded > relevantRetrieved) return 0;
  let best = 0;
  let hits = relevantRetrieved;
  for (let i = grades.length; i > 0 && hits > 0; i--) {
    best = Math.max(best, hits / i);
    if (grades[i - 1] < level) continue;
    if (hits === relevantNeeded) break;
    hits--;
  }
  return best;
}

const base = { source: 'Salton & McGill 1983', edgePolicy: `${noRelevant} A recall that is never reached: 0.` };

export const precisionAtRecallPoints = qrelsMeasure({
  ...base,
  id: 'iprec_at_recall',
  label: 'Interpolated precision at recall',
  description: 'The best precision from the position on where recall reaches a point: the recall-precision graph.',
  formula: '\\max_{j \\ge i(r)} P@j',
  params: { kind: 'fractions', defaults: points },
  measure: (topic, { cutoff }) => precisionAtRecall(topic, cutoff),
});

export const elevenPoint = qrelsMeasure({
  ...base,
  id: '11pt_avg',
  label: 'Eleven-point average',
  description: 'Interpolated precision averaged over recall points, eleven by default. Obsolete; for old runs.',
  formula: '\\frac{1}{11} \\sum_{r = 0, 0.1 \\ldots 1} \\max_{j \\ge i(r)} P@j',
  params: { kind: 'numbers', defaults: points },
  measure: (topic, { numbers }) => numbers.reduce((sum, point) => sum + precisionAtRecall(topic, point), 0) / numbers.length,
});
