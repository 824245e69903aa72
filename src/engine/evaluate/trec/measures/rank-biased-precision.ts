import { gainsOf } from '../gains';
import { qrelsMeasure } from './measure';

const PERSISTENCE = 0.9;
const source = 'Moffat & Zobel 2008';

export const rankBiasedPrecision = qrelsMeasure({
  id: 'rbp',
  label: 'Rank-biased precision',
  description: 'Expected gain for a reader who goes on to the next document with probability p.',
  formula: '(1 - p) \\sum_i g_i \\, p^{i - 1}',
  source,
  edgePolicy: 'Gains above 1 or below 0 are brought to 0 … 1 by those of the topic. p = 0.9 unless given as rbp.p=0.8.',
  params: { kind: 'pairs', names: 'p, and a gain per grade' },
  measure: (topic, { pairs }) => {
    const p = pairs.get('p') ?? PERSISTENCE;
    const { of, smallest, largest } = gainsOf(topic, pairs);
    const rescaled = smallest < 0 || largest > 1;
    let [sum, weight] = [0, 1];
    for (const grade of topic.grades) {
      if (grade >= 0 || pairs.has(String(grade))) sum += weight * (rescaled ? (of(grade) - smallest) / (largest - smallest) : of(grade));
      weight *= p;
    }
    return (1 - p) * sum;
  },
});

export const rankBiasedResidual = qrelsMeasure({
  id: 'rbp_resid',
  label: 'Rank-biased precision residual',
  description: 'How much rbp could rise if all unjudged documents, and all below the list, were relevant.',
  formula: 'p^{|L|} + (1 - p) \\sum_{i \\text{ unjudged}} p^{i - 1}',
  source,
  direction: 'lower',
  edgePolicy: 'No unjudged document in the list: 0, as in trec_eval. p = 0.9 unless given.',
  params: { kind: 'pairs', names: 'p' },
  measure: ({ grades }, { pairs }) => {
    const p = pairs.get('p') ?? PERSISTENCE;
    let [sum, weight, unjudged] = [0, 1, 0];
    for (const grade of grades) {
      if (grade < 0) {
        unjudged++;
        sum += weight;
      }
      weight *= p;
    }
    return unjudged === 0 ? 0 : weight + (1 - p) * sum;
  },
});
