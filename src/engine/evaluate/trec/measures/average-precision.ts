import { share, type JudgedTopic } from '../judged-topic';
import { groupMean, groupMeasure, noRelevant, qrelsMeasure, usualCutoffs } from './measure';

/** Σ precision at each relevant document of the first k. */
export function precisionSum({ grades, level }: JudgedTopic, k = grades.length): number {
  let [hits, sum] = [0, 0];
  for (let i = 0; i < Math.min(k, grades.length); i++) if (grades[i] >= level) sum += ++hits / (i + 1);
  return sum;
}

const averagePrecision = (topic: JudgedTopic, k?: number): number => share(precisionSum(topic, k), topic.relevant);
const base = { source: 'Buckley & Voorhees 2005', edgePolicy: noRelevant, formula: '\\frac{1}{R} \\sum_i P@i \\cdot \\mathrm{rel}_i' };

export const map = qrelsMeasure({
  ...base,
  id: 'map',
  label: 'Mean average precision',
  description: 'Precision at each relevant document, averaged over all relevant documents.',
  measure: (topic) => averagePrecision(topic),
});

export const gmMap = qrelsMeasure({
  ...base,
  id: 'gm_map',
  label: 'Geometric mean average precision',
  description: 'Average precision, averaged over topics by the geometric mean, so that weak topics weigh more.',
  source: 'Robertson 2006',
  edgePolicy: `${noRelevant} Values below 0.00001 count as 0.00001.`,
  average: 'geometric',
  summaryOnly: true,
  measure: (topic) => averagePrecision(topic),
});

export const mapCut = qrelsMeasure({
  ...base,
  id: 'map_cut',
  label: 'Mean average precision at k',
  description: 'Average precision of the first k documents.',
  params: { kind: 'cutoffs', defaults: usualCutoffs },
  measure: (topic, { cutoff }) => averagePrecision(topic, cutoff),
});

export const mapByGroup = groupMeasure({
  ...base,
  id: 'map_avgjg',
  label: 'Mean average precision over judgement groups',
  description: 'Average precision with each group of judgements, averaged over the groups of a topic.',
  measure: (groups) => groupMean(groups, (topic) => averagePrecision(topic)),
});
