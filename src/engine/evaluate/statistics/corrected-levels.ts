import type { Correction } from './corrections';

/**
 * The level that each test of a family is held against, the other p-values as they are: its corrected p is at most α exactly if its own p is at
 * most this level. An interval at 1 − level therefore excludes 0 exactly where the corrected test rejects.
 *
 * Holm: α / (m − K), where K is the number of other tests that the steps reject. Benjamini–Hochberg: α · R / m, where R is the number of tests
 * rejected if this one had p = 0 (Benjamini & Yekutieli 2005, “False discovery rate–adjusted multiple confidence intervals”).
 * @param familySize as of `adjustPValues`: further tests count as larger than all of these.
 * @returns in the order of `pValues`.
 */
export function correctedLevels(
  pValues: readonly number[],
  alpha: number,
  correction: Correction,
  familySize = pValues.length,
): readonly number[] {
  if (correction === 'none') return pValues.map(() => alpha);
  const m = Math.max(familySize, pValues.length);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b] || a - b);
  const sorted = order.map((i) => pValues[i]);
  const ofRank = correction === 'holm' ? holmLevels(sorted, alpha, m) : benjaminiHochbergLevels(sorted, alpha, m);
  const levels = new Array<number>(pValues.length);
  order.forEach((i, rank) => (levels[i] = ofRank[rank]));
  return levels;
}

/** @param p ascending. */
function holmLevels(p: readonly number[], alpha: number, m: number): number[] {
  const count = p.length;
  const firstKept = p.findIndex((value, rank) => value > alpha / (m - rank));
  const rejected = firstKept < 0 ? count : firstKept;
  const levels = new Array<number>(count).fill(alpha / (m - rejected));
  // Without a rejected test, larger ones move up a step and face a stricter level.
  let stopped = rejected;
  for (let rank = rejected - 1; rank >= 0; rank--) {
    levels[rank] = alpha / (m - (stopped - 1));
    if (p[rank] > alpha / (m - rank + 1)) stopped = rank;
  }
  return levels;
}

/** @param p ascending. */
function benjaminiHochbergLevels(p: readonly number[], alpha: number, m: number): number[] {
  const lastRejected = p.findLastIndex((value, rank) => value <= ((rank + 1) * alpha) / m);
  let below = 1; // with p = 0 a test moves up, and smaller ones down a step
  return p.map((value, rank) => {
    const rejections = lastRejected > rank ? lastRejected + 1 : below;
    if (value <= ((rank + 2) * alpha) / m) below = rank + 2;
    return (rejections * alpha) / m;
  });
}
