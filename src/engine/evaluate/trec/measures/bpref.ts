import { share, type JudgedTopic } from '../judged-topic';
import { qrelsMeasure } from './measure';

function binaryPreference({ grades, level, relevant, nonRelevant }: JudgedTopic): number {
  let [above, sum] = [0, 0];
  for (const grade of grades) {
    if (grade < 0) continue;
    if (grade < level) above++;
    else sum += above === 0 ? 1 : 1 - Math.min(above, relevant) / Math.min(nonRelevant, relevant);
  }
  return share(sum, relevant);
}

const base = {
  source: 'Buckley & Voorhees 2004',
  formula: '\\frac{1}{R} \\sum_r 1 - \\frac{\\min(|n \\text{ above } r|, R)}{\\min(N, R)}',
  edgePolicy: 'Unjudged documents are ignored. No relevant document: 0. Empty list: 0.',
};

export const bpref = qrelsMeasure({
  ...base,
  id: 'bpref',
  label: 'bpref',
  description: 'How often judged relevant documents stand above judged non-relevant ones.',
  measure: binaryPreference,
});

export const gmBpref = qrelsMeasure({
  ...base,
  id: 'gm_bpref',
  label: 'Geometric mean bpref',
  description: 'bpref, averaged over topics by the geometric mean.',
  edgePolicy: `${base.edgePolicy} Values below 0.00001 count as 0.00001.`,
  average: 'geometric',
  summaryOnly: true,
  measure: binaryPreference,
});
