import { gainsOf } from '../gains';
import { share, type JudgedTopic } from '../judged-topic';
import { qrelsMeasure } from './measure';

/** DCG of the list and of the best list after each position, as far as the longer of the two goes. */
function cumulated(topic: JudgedTopic, pairs: ReadonlyMap<string, number>) {
  const { of, ideal } = gainsOf(topic, pairs);
  const gains = topic.grades.map(of);
  const length = Math.max(gains.length, ideal.length);
  const list = new Float64Array(length + 1);
  const best = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    list[i + 1] = list[i] + (gains[i] ?? 0) / Math.log2(i + 2);
    best[i + 1] = best[i] + (ideal[i] ?? 0) / Math.log2(i + 2);
  }
  return { gains, ideal, list, best };
}

const base = {
  source: 'trec_eval (experimental)',
  params: { kind: 'pairs', names: 'a gain per grade' },
} as const;

export const ndcgAtRelevant = qrelsMeasure({
  ...base,
  id: 'ndcg_rel',
  label: 'nDCG at relevant documents',
  description: 'nDCG at the position of each document with a gain, averaged over them; missed ones count with the final value.',
  formula: '\\frac{1}{|g^*|} \\sum_{i: g_i > 0} \\mathrm{nDCG}@i',
  edgePolicy: 'No document with a gain: 0. Empty list: 0.',
  measure: (topic, { pairs }) => {
    const { gains, ideal, list, best } = cumulated(topic, pairs);
    if (ideal.length === 0) return 0;
    let [sum, found] = [0, 0];
    gains.forEach((gain, i) => {
      if (gain <= 0) return;
      sum += list[i + 1] / best[i + 1];
      found++;
    });
    const last = list.length - 1;
    sum += ((ideal.length - found) * list[last]) / best[last];
    return Math.max(0, sum / ideal.length);
  },
});

export const ndcgAtLevels = qrelsMeasure({
  ...base,
  id: 'Rndcg',
  label: 'nDCG at levels of R',
  description: 'nDCG where the gain of the best list changes, and at the end of the list, averaged.',
  formula: '\\frac{1}{|K|} \\sum_{k \\in K} \\mathrm{nDCG}@k',
  edgePolicy: 'No relevant document: 0. Empty list: 0.',
  measure: (topic, { pairs }) => {
    const { gains, ideal, list, best } = cumulated(topic, pairs);
    if (topic.relevant === 0) return 0;
    let [sum, points] = [0, 0];
    for (let k = 1; k <= ideal.length; k++) {
      if (k < ideal.length && ideal[k] === ideal[k - 1]) continue;
      sum += list[Math.min(k, list.length - 1)] / best[k];
      points++;
    }
    // The unjudged rest of a list that is longer than the best one, unless it is one document: its level has just begun.
    if (gains.length > ideal.length + 1) {
      sum += list[gains.length] / best[gains.length];
      points++;
    }
    return share(sum, points);
  },
});
