import type { Ranker } from '../ranker';
import type { Order } from './orders';
import type { Programme, Row, Solver } from './solver';

/** Sum of absolute changes, or of their squares. */
export type Norm = 'l1' | 'l2';

/** By signal of the tensor: the range of its weight; both ends are the weight itself where it is locked. */
export interface WeightBox {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const name = (signal: number): string => `w${signal}`;

/** By signal, how much more of it the upper video has. */
export function advantage({ tensor, normalized }: Ranker, u: number, { above, below }: Order): Float64Array {
  const stride = tensor.signalIds.length;
  const at = (slot: number): number => (u * tensor.poolSize + slot) * stride;
  return Float64Array.from({ length: stride }, (_, s) => normalized[at(above) + s] - normalized[at(below) + s]);
}

/** weights × advantage ≥ margin, for every order. */
export const rowsOf = (ranker: Ranker, u: number, orders: readonly Order[], margin: number): Row[] =>
  orders.map((order) => ({
    coefficients: new Map([...advantage(ranker, u, order)].flatMap((value, s) => (value === 0 ? [] : [[name(s), value] as const]))),
    atLeast: margin,
  }));

export const boundsOf = ({ low, high }: WeightBox): Map<string, readonly [number, number]> =>
  new Map([...low].map((value, s) => [name(s), [value, high[s]] as const]));

/** The nearest weights within the box that give every order its margin; undefined where there are none. */
export async function nearestWeights(
  ranker: Ranker,
  u: number,
  orders: readonly Order[],
  { norm, box }: { readonly norm: Norm; readonly box: WeightBox },
  margin: number,
  solver: Solver,
): Promise<Float64Array | undefined> {
  const rows = rowsOf(ranker, u, orders, margin);
  if (rows.some(({ coefficients }) => coefficients.size === 0)) return undefined;
  const programme = norm === 'l2' ? squaredDistance(ranker.weights) : absoluteDistance(ranker.weights);
  const bounds = new Map([...programme.bounds, ...boundsOf(box)]);
  const optimum = await solver.minimize({ ...programme, rows: [...programme.rows, ...rows], bounds });
  if (!optimum) return undefined;
  // The solver may overstep a bound by its tolerance.
  return ranker.weights.map((_, s) => Math.max(box.low[s], Math.min(box.high[s], optimum.values.get(name(s)) ?? NaN)));
}

/** Σ (w − now)², without its constant. */
const squaredDistance = (now: Float64Array): Programme => ({
  linear: new Map([...now].map((weight, s) => [name(s), -2 * weight])),
  squares: new Map([...now].map((_, s) => [name(s), 1])),
  rows: [],
  bounds: new Map(),
});

/** Σ |w − now|, each as the sum of its rise and its fall. */
function absoluteDistance(now: Float64Array): Programme {
  const parts = [...now].map((weight, s) => ({ weight, w: name(s), rise: `rise${s}`, fall: `fall${s}` }));
  return {
    linear: new Map(parts.flatMap(({ rise, fall }) => [[rise, 1] as const, [fall, 1] as const])),
    squares: new Map(),
    rows: parts.map(({ weight, w, rise, fall }) => ({
      coefficients: new Map([
        [w, 1],
        [rise, -1],
        [fall, 1],
      ]),
      atLeast: weight,
      isEquation: true,
    })),
    bounds: new Map(parts.flatMap(({ rise, fall }) => [[rise, [0, Infinity]] as const, [fall, [0, Infinity]] as const])),
  };
}
