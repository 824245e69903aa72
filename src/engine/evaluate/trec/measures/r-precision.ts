import { relevantWithin, share, type JudgedTopic } from '../judged-topic';
import { groupMean, groupMeasure, noRelevant, qrelsMeasure } from './measure';

const multiples = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2];
/** trec_eval rounds a multiple of R up, except where it is less than a tenth above a whole number. */
const multiplePrecision = (topic: JudgedTopic, multiple: number): number => {
  const k = Math.trunc(multiple * topic.relevant + 0.9);
  return share(relevantWithin(topic, k), k);
};

const base = { source: 'Buckley & Voorhees 2005', edgePolicy: noRelevant };

export const rPrecision = qrelsMeasure({
  ...base,
  id: 'Rprec',
  label: 'R-precision',
  description: 'Precision at the position that equals the number of relevant documents.',
  formula: '\\mathrm{hits}_R / R',
  measure: (topic) => share(relevantWithin(topic, topic.relevant), topic.relevant),
});

export const rPrecisionMultiples = qrelsMeasure({
  ...base,
  id: 'Rprec_mult',
  label: 'Precision at multiples of R',
  description: 'Precision at a multiple of the number of relevant documents.',
  formula: '\\mathrm{hits}_k / k, \\; k = \\lfloor m R + 0.9 \\rfloor',
  params: { kind: 'fractions', defaults: multiples },
  measure: (topic, { cutoff }) => multiplePrecision(topic, cutoff),
});

export const rPrecisionByGroup = groupMeasure({
  ...base,
  id: 'Rprec_mult_avgjg',
  label: 'Precision at multiples of R over judgement groups',
  description: 'Precision at a multiple of R with each group of judgements, averaged over the groups of a topic.',
  formula: '\\mathrm{hits}_k / k, \\; k = \\lfloor m R + 0.9 \\rfloor',
  params: { kind: 'fractions', defaults: multiples },
  measure: (groups, { cutoff }) => groupMean(groups, (topic) => multiplePrecision(topic, cutoff)),
});
