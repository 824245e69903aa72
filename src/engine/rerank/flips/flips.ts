import { RankLabError } from '#shared/errors';
import type { Ranker } from '../ranker';

/** At this weight one item overtakes another inside the top of the list. */
interface Flip {
  readonly weight: number;
  /** Item rows: the one ahead for smaller weights, and the one for larger weights. */
  readonly aheadBelow: number;
  readonly aheadAbove: number;
  /** 1-based position that changes hands (the upper of the two). */
  readonly position: number;
}

/** Relative slack within which scores at a crossing count as tied with it. */
const tolerance = 1e-9;

/**
 * Every weight in [low, high] of one signal at which the first `length` positions of pool `u` change, ascending.
 * Scores are linear in a weight, so two items trade places exactly where their lines cross; the crossing matters when
 * fewer than `length` eligible items lie above it. O(n²) pairs, each with an early exit.
 * @throws UNSUPPORTED under MMR or a creator limit, where scores depend on the rest of the list.
 */
export function findFlips(ranker: Ranker, u: number, signalId: string, low: number, high: number): Flip[] {
  if (ranker.settings.mmrLambda < 1 || ranker.settings.filters.maxPerCreator !== null) {
    throw new RankLabError(
      'UNSUPPORTED',
      'Flip points are exact only while scores are linear: with MMR or a creator limit a position depends on the rest of the list',
      {
        remedy: 'Set MMR λ to 1 and remove the creator limit to see flip points',
      },
    );
  }
  const lines = linesOf(ranker, u, signalId);
  const flips: Flip[] = [];
  for (let i = 0; i < lines.count; i++) {
    for (let j = i + 1; j < lines.count; j++) {
      const weight = crossing(lines, i, j);
      if (weight === undefined || weight < low || weight > high) continue;
      const above = countAbove(lines, i, j, weight, ranker.selector.length);
      if (above >= ranker.selector.length) continue;
      const [flatter, steeper] = lines.slopes[i] < lines.slopes[j] ? [i, j] : [j, i];
      flips.push({ weight, aheadBelow: lines.items[flatter], aheadAbove: lines.items[steeper], position: above + 1 });
    }
  }
  return flips.sort((a, b) => a.weight - b.weight || a.position - b.position);
}

/** Scores of eligible candidates as lines over one weight: intercept + slope × weight. */
interface ScoreLines {
  readonly count: number;
  readonly items: Int32Array;
  readonly intercepts: Float64Array;
  readonly slopes: Float64Array;
}

export function linesOf(ranker: Ranker, u: number, signalId: string): ScoreLines {
  const { tensor, normalized, weights } = ranker;
  const signal = tensor.signalIds.indexOf(signalId);
  if (signal < 0) throw new RankLabError('INVALID_ARGUMENT', `Unknown signal “${signalId}”`, { place: 'signal', value: signalId });
  const stride = weights.length;
  const total = tensor.counts[u];
  const items = new Int32Array(total);
  const intercepts = new Float64Array(total);
  const slopes = new Float64Array(total);
  let count = 0;
  for (let c = 0; c < total; c++) {
    const item = tensor.items[u * tensor.poolSize + c];
    if (!ranker.isEligible(item)) continue;
    const start = (u * tensor.poolSize + c) * stride;
    let rest = 0;
    for (let s = 0; s < stride; s++) if (s !== signal) rest += weights[s] * normalized[start + s];
    items[count] = item;
    intercepts[count] = rest;
    slopes[count] = normalized[start + signal];
    count++;
  }
  return { count, items, intercepts, slopes };
}

/** Where two lines cross; undefined for parallel ones. */
export function crossing({ intercepts, slopes }: ScoreLines, i: number, j: number): number | undefined {
  const slope = slopes[i] - slopes[j];
  return slope === 0 ? undefined : (intercepts[j] - intercepts[i]) / slope;
}

function countAbove({ count, intercepts, slopes }: ScoreLines, i: number, j: number, weight: number, enough: number): number {
  const level = intercepts[i] + slopes[i] * weight;
  const bar = level + tolerance * Math.max(1, Math.abs(level));
  let above = 0;
  for (let c = 0; c < count && above < enough; c++) if (c !== i && c !== j && intercepts[c] + slopes[c] * weight > bar) above++;
  return above;
}
