import { throwIfCancelled } from '../../core/cancellation';
import { createRng } from '../../core/rng';
import type { TaskContext } from '../../ports';

interface AscentOptions {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Passes over all weights at most. */
  readonly rounds: number;
  /** A pass that improves by less ends the search. */
  readonly tolerance: number;
  readonly seed: number;
}

interface Ascent {
  readonly weights: Float64Array;
  readonly value: number;
  readonly evaluations: number;
}

/** Moves tried for a weight, as shares of the sum of all absolute weights. */
const moves = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/**
 * Maximises a ranking measure directly by changing one weight after the other (coordinate ascent; Metzler & Croft 2007). Scores are
 * linear and lists do not depend on their scale, so weights are kept at Σ|w| = 1. It finds a local maximum from `start`, and is never
 * worse than it. One evaluation per move.
 */
export async function ascendCoordinates(
  start: Float64Array,
  measure: (weights: Float64Array) => Promise<number>,
  { lower, upper, rounds, tolerance, seed }: AscentOptions,
  context?: TaskContext,
): Promise<Ascent> {
  const within = (weight: number, s: number): number => Math.min(upper[s], Math.max(lower[s], weight));
  let best = scaled(start.map(within));
  let value = await measure(best);
  let evaluations = 1;
  for (let round = 0; round < rounds; round++) {
    const before = value;
    for (const s of shuffled(best.length, createRng(seed).derive('order', round))) {
      const from = best;
      const tried = new Set([0, ...moves.flatMap((move) => [from[s] + move, from[s] - move])].map((weight) => within(weight, s)));
      tried.delete(from[s]);
      for (const weight of tried) {
        throwIfCancelled(context);
        const moved = from.slice();
        moved[s] = weight;
        if (moved.every((w) => w === 0)) continue;
        const measured = await measure(scaled(moved));
        evaluations++;
        if (measured > value) {
          value = measured;
          best = scaled(moved);
        }
        await context?.yieldToEventLoop?.();
      }
    }
    context?.report?.((round + 1) / rounds);
    if (!(value - before > tolerance)) break;
  }
  return { weights: best, value, evaluations };
}

function scaled(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, w) => total + Math.abs(w), 0);
  return sum > 0 ? weights.map((w) => w / sum) : weights;
}

function shuffled(count: number, rng: ReturnType<typeof createRng>): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.int(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
