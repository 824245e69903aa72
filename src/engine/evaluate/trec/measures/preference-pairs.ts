import { share } from '../judged-topic';
import type { PreferenceTopic } from '../preferences';
import { preferenceMeasure } from './measure';
import { preferenceSource, scopeTexts, type Scope } from './preference-ratio';

/**
 * Per pair of documents the share of its preferences, over all groups, that the ranking fulfils, averaged over pairs. The
 * lower rank decides whether one of the pair was retrieved, the higher whether both were.
 */
function pairRatio({ groups, judged, retrieved }: PreferenceTopic, scope: Scope): number {
  const byPair = new Map<number, { fulfilled: number; all: number }>();
  for (const { pairs } of groups) {
    for (const [preferred, other] of pairs) {
      const [low, high] = preferred < other ? [preferred, other] : [other, preferred];
      const known = byPair.get(low * judged + high) ?? { fulfilled: 0, all: 0 };
      known.all++;
      if (preferred < other && low < retrieved) known.fulfilled++;
      byPair.set(low * judged + high, known);
    }
  }
  const counted = [...byPair].filter(
    ([key]) => scope === 'all' || (scope === 'implied' ? Math.floor(key / judged) : key % judged) < retrieved,
  );
  return share(
    counted.reduce((sum, [, pair]) => sum + pair.fulfilled / pair.all, 0),
    counted.length,
  );
}

const pairMeasure = (id: string, label: string, scope: Scope) =>
  preferenceMeasure({
    id,
    label,
    description: 'Per pair of documents the share of its preferences that the ranking fulfils, averaged over the pairs.',
    formula: '\\frac{1}{|D|} \\sum_{d} \\text{fulfilled}_d / \\text{possible}_d',
    source: preferenceSource,
    edgePolicy: `${scopeTexts[scope]} No pair: 0.`,
    measure: (topic) => pairRatio(topic, scope),
  });

export const preferencePairs = pairMeasure('prefs_pair', 'Preferred pairs', 'all');
export const preferencePairsRetrieved = pairMeasure('prefs_pair_ret', 'Preferred pairs, retrieved', 'retrieved');
export const preferencePairsImplied = pairMeasure('prefs_pair_imp', 'Preferred pairs, implied', 'implied');
