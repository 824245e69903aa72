import { relevantWithin } from '../judged-topic';
import { noRelevant, qrelsMeasure } from './measure';

export const success = qrelsMeasure({
  id: 'success',
  label: 'Success at k',
  description: 'Whether a relevant document is among the first k.',
  formula: '\\mathbb{1}[\\mathrm{hits}_k > 0]',
  source: 'Tomlinson 2005',
  edgePolicy: noRelevant,
  params: { kind: 'cutoffs', defaults: [1, 5, 10] },
  measure: (topic, { cutoff }) => (relevantWithin(topic, cutoff) > 0 ? 1 : 0),
});
