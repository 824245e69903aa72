import { relevantWithin, share } from '../judged-topic';
import { noRelevant, qrelsMeasure, usualCutoffs } from './measure';

export const recall = qrelsMeasure({
  id: 'recall',
  label: 'Recall at k',
  description: 'Share of the relevant documents among the first k.',
  formula: '\\mathrm{hits}_k / R',
  source: 'Cleverdon & Keen 1966',
  edgePolicy: noRelevant,
  params: { kind: 'cutoffs', defaults: usualCutoffs },
  measure: (topic, { cutoff }) => share(relevantWithin(topic, cutoff), topic.relevant),
});
