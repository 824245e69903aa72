import type { Ranker } from '../ranker';
import type { Order } from './orders';
import { advantage, boundsOf, rowsOf, type WeightBox } from './programme';
import type { Solver } from './solver';

/** One order that cannot be had, or not together with the others. */
export interface ConflictingOrder extends Order {
  /** By signal: normalised values of the video that should be above, and of the one that is in its way. */
  readonly aboveValues: Float64Array;
  readonly belowValues: Float64Array;
  /** The most by which the upper one can lead under any weights allowed. */
  readonly bestLead: number;
  /** Share in the proof that the orders exclude each other; 1 for an order that is impossible by itself. */
  readonly share: number;
}

export interface Conflict {
  /** `dominated`: orders that no weights give, each by itself; `joint`: each can be had, but not all together. */
  readonly kind: 'dominated' | 'joint';
  readonly orders: readonly ConflictingOrder[];
}

/**
 * Names why no weights of the box give all orders. An order by itself is impossible if even the most favourable corner of the box
 * gives it no lead. Otherwise the multipliers of the least total violation are a certificate (Farkas): the orders that have one
 * exclude each other, whatever the others are.
 */
export async function conflictOf(
  ranker: Ranker,
  u: number,
  orders: readonly Order[],
  box: WeightBox,
  margin: number,
  solver: Solver,
): Promise<Conflict> {
  const leads = orders.map((order) => bestLead(advantage(ranker, u, order), box));
  const impossible = orders.flatMap((order, i) => (leads[i] < margin ? [describe(ranker, u, order, leads[i], 1)] : []));
  if (impossible.length > 0) return { kind: 'dominated', orders: impossible.sort((a, b) => a.bestLead - b.bestLead) };
  const rows = rowsOf(ranker, u, orders, margin).map((row, i) => ({ ...row, coefficients: new Map([...row.coefficients, [`t${i}`, 1]]) }));
  const slack = orders.map((_, i) => `t${i}`);
  const optimum = await solver.minimize({
    linear: new Map(slack.map((variable) => [variable, 1])),
    squares: new Map(),
    rows,
    bounds: new Map([...boundsOf(box), ...slack.map((variable) => [variable, [0, Infinity]] as const)]),
  });
  const duals = optimum?.duals ?? [];
  const largest = duals.reduce((most, dual) => Math.max(most, Math.abs(dual)), 0);
  const named = orders.flatMap((order, i) => {
    const share = largest === 0 ? 0 : Math.abs(duals[i] ?? 0) / largest;
    return share > 1e-6 ? [describe(ranker, u, order, leads[i], share)] : [];
  });
  return { kind: 'joint', orders: named.sort((a, b) => b.share - a.share) };
}

/** The corner of the box that favours the upper one most. */
const bestLead = (advantages: Float64Array, { low, high }: WeightBox): number =>
  advantages.reduce((sum, value, s) => sum + Math.max(low[s] * value, high[s] * value), 0);

function describe({ tensor, normalized }: Ranker, u: number, order: Order, lead: number, share: number): ConflictingOrder {
  const stride = tensor.signalIds.length;
  const valuesOf = (slot: number): Float64Array => {
    const from = (u * tensor.poolSize + slot) * stride;
    return Float64Array.from(normalized.subarray(from, from + stride));
  };
  return { ...order, aboveValues: valuesOf(order.above), belowValues: valuesOf(order.below), bestLead: lead, share };
}
