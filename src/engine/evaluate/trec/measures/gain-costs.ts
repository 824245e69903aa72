import { gainsOf } from '../gains';
import { share } from '../judged-topic';
import { noRelevant, qrelsMeasure } from './measure';

const source = 'trec_eval (experimental)';

export const normalisedGain = qrelsMeasure({
  id: 'G',
  label: 'Normalised gain',
  description: 'Each document’s gain, discounted by how far the list has fallen behind the best possible one.',
  formula: '\\frac{1}{\\sum g^*} \\sum_i \\frac{g_i}{\\log_2(2 + \\sum_{j \\le i} \\max(g^*_j, 1) - g_j)}',
  source,
  edgePolicy: 'No document with a gain: 0. Empty list: 0.',
  params: { kind: 'pairs', names: 'a gain per grade' },
  measure: (topic, { pairs }) => {
    const { of, ideal } = gainsOf(topic, pairs);
    let [found, cost, sum] = [0, 0, 0];
    topic.grades.forEach((grade, i) => {
      const gain = of(grade);
      found += gain;
      cost += Math.max(ideal[i] ?? 0, 1);
      if (gain !== 0) sum += gain / Math.log2(2 + cost - found);
    });
    return share(
      sum,
      ideal.reduce((total, gain) => total + gain, 0),
    );
  },
});

export const binaryGain = qrelsMeasure({
  id: 'binG',
  label: 'Binary gain',
  description: 'Each relevant document counts less with every non-relevant one above it.',
  formula: '\\frac{1}{R} \\sum_r \\frac{1}{\\log_2(2 + |\\text{nonrel above } r|)}',
  source,
  edgePolicy: noRelevant,
  measure: ({ grades, level, relevant }) => {
    let [above, sum] = [0, 0];
    for (const grade of grades) {
      if (grade >= level) sum += 1 / Math.log2(2 + above);
      else above++;
    }
    return share(sum, relevant);
  },
});
