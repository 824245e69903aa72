import { RankLabError } from '#shared/errors';
import { Ranker } from '../ranker';
import { conflictOf, type Conflict } from './conflict';
import { ordersOf, orderOf, type Move, type Order } from './orders';
import { nearestWeights, type Norm, type WeightBox } from './programme';
import type { Solver } from './solver';

export interface Goal {
  readonly moves: readonly Move[];
  readonly orders: readonly { readonly above: number; readonly below: number }[];
  readonly norm: Norm;
  readonly box: WeightBox;
}

export type GoalAnswer =
  | { readonly status: 'already' }
  | { readonly status: 'found'; readonly weights: Float64Array; readonly distance: number; readonly margin: number }
  | { readonly status: 'conflict'; readonly conflict: Conflict };

/** Scores must differ by at least this, relative to the weights; raised where rounding undoes an order. */
const margins = [1e-6, 1e-5, 1e-4, 1e-3];

/**
 * The smallest change of weights, within their box, after which pool `u` has the order of the goal; found exactly, since scores are
 * linear in the weights, and verified by ranking again. Where no weights do it, the orders that exclude each other.
 * @throws UNSUPPORTED under MMR or a creator limit; INVALID_ARGUMENT for a goal that names no candidate.
 */
export async function seekGoal(ranker: Ranker, u: number, goal: Goal, solver: Solver): Promise<GoalAnswer> {
  if (ranker.settings.mmrLambda < 1 || ranker.settings.filters.maxPerCreator !== null) {
    throw new RankLabError('UNSUPPORTED', 'Weights for a goal are exact only while scores are linear: not with MMR or a creator limit', {
      remedy: 'Set MMR λ to 1 and remove the creator limit',
    });
  }
  const orders = ordersOf(ranker, u, goal.moves, goal.orders);
  if (holds(ranker, u, orders)) return { status: 'already' };
  const size = Math.max(
    1,
    ranker.weights.reduce((sum, weight) => sum + Math.abs(weight), 0),
  );
  for (const relative of margins) {
    const margin = relative * size;
    const weights = await nearestWeights(ranker, u, orders, goal, margin, solver);
    if (!weights) break;
    if (!holds(withWeights(ranker, weights), u, orders)) continue;
    const steps = weights.map((weight, s) => weight - ranker.weights[s]);
    const distance = goal.norm === 'l1' ? steps.reduce((sum, step) => sum + Math.abs(step), 0) : Math.hypot(...steps);
    return { status: 'found', weights, distance, margin };
  }
  return { status: 'conflict', conflict: await conflictOf(ranker, u, orders, goal.box, margins[0] * size, solver) };
}

/** The same pools under other weights. */
export function withWeights({ tensor, normalized, settings, items, space, selector }: Ranker, weights: Float64Array): Ranker {
  const named = Object.fromEntries(tensor.signalIds.map((signal, s) => [signal, weights[s]]));
  return new Ranker(tensor, normalized, { ...settings, weights: named }, items, space, selector.length);
}

function holds(ranker: Ranker, u: number, orders: readonly Order[]): boolean {
  const places = new Map(orderOf(ranker, u).map((slot, place) => [slot, place]));
  return orders.every(({ above, below }) => (places.get(above) ?? Infinity) < (places.get(below) ?? -1));
}
