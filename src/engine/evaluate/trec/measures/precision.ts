import { relevantWithin, share } from '../judged-topic';
import { groupMean, groupMeasure, noRelevant, qrelsMeasure, usualCutoffs } from './measure';

const base = { source: 'Cleverdon & Keen 1966', edgePolicy: noRelevant, params: { kind: 'cutoffs', defaults: usualCutoffs } } as const;

export const precision = qrelsMeasure({
  ...base,
  id: 'P',
  label: 'Precision at k',
  description: 'Share of the first k documents that are relevant; a shorter list is filled up with non-relevant ones.',
  formula: '\\mathrm{hits}_k / k',
  measure: (topic, { cutoff }) => relevantWithin(topic, cutoff) / cutoff,
});

export const precisionByGroup = groupMeasure({
  ...base,
  id: 'P_avgjg',
  label: 'Precision at k over judgement groups',
  description: 'Precision with each group of judgements, averaged over the groups of a topic.',
  formula: '\\mathrm{hits}_k / k',
  measure: (groups, { cutoff }) => groupMean(groups, (topic) => relevantWithin(topic, cutoff) / cutoff),
});

export const relativePrecision = qrelsMeasure({
  ...base,
  id: 'relative_P',
  label: 'Relative precision at k',
  description: 'Precision relative to the best one possible at k: precision up to R, recall after it.',
  formula: '\\mathrm{hits}_k / \\min(k, R)',
  measure: (topic, { cutoff }) => share(relevantWithin(topic, cutoff), Math.min(cutoff, topic.relevant)),
});
