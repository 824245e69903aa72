import type { Contribution, RankedItem } from '../model/run';
import { tiesOfList } from './list-ties';
import type { Ranker } from './ranker';

/**
 * The list of pool u with every signal's contribution. Under MMR a signal contributes λ · weight · value and
 * "diversity" the penalty for similarity to higher positions, so that contributions always sum to the score.
 */
export function explainList(ranker: Ranker, u: number, sourcesOf: (slot: number) => string[]): RankedItem[] {
  const { tensor, normalized, settings, weights, selector } = ranker;
  const count = ranker.rank(u);
  const lambda = settings.mmrLambda < 1 ? settings.mmrLambda : 1;
  const ties = tiesOfList(ranker, u, count);
  const list: RankedItem[] = [];
  for (let i = 0; i < count; i++) {
    const slot = selector.slots[i];
    const start = (u * tensor.poolSize + slot) * weights.length;
    const contributions: Contribution[] = tensor.signalIds.map((signal, s) => ({
      signal,
      raw: tensor.signals[start + s],
      normalized: normalized[start + s],
      weight: lambda * weights[s],
      contribution: lambda * weights[s] * normalized[start + s],
    }));
    if (lambda < 1)
      contributions.push({
        signal: 'diversity',
        raw: selector.penalties[i],
        normalized: selector.penalties[i],
        weight: -1,
        contribution: 0 - selector.penalties[i],
      });
    const tie = ties[i];
    list.push({
      item: tensor.items[u * tensor.poolSize + slot],
      position: i + 1,
      score: selector.scores[i],
      contributions,
      sources: sourcesOf(slot),
      ...(tie && { tie }),
    });
  }
  return list;
}
