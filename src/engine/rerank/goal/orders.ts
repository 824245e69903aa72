import { RankLabError } from '#shared/errors';
import type { Ranker } from '../ranker';

/** A video of pool u at a 1-based position. */
export interface Move {
  readonly item: number;
  readonly position: number;
}

/** One video above another, as slots of the pool. */
export interface Order {
  readonly above: number;
  readonly below: number;
}

/** Eligible candidates of pool u in their order, as slots. */
export function orderOf(ranker: Ranker, u: number): number[] {
  const { tensor } = ranker;
  const first = u * tensor.poolSize;
  const scores = Float64Array.from(ranker.relevanceOf(u));
  const slots = [...Array(tensor.counts[u]).keys()].filter((slot) => ranker.isEligible(tensor.items[first + slot]));
  return slots.sort((a, b) => scores[b] - scores[a] || tensor.items[first + a] - tensor.items[first + b]);
}

/**
 * What must stand above what so that every moved video stands exactly at its position: below all that precede it in the edited order
 * and above all others. The videos that are not moved may change places among themselves on either side.
 * @throws INVALID_ARGUMENT for a video that is no candidate, a position outside the list, or two videos at one position.
 */
export function ordersOf(
  ranker: Ranker,
  u: number,
  moves: readonly Move[],
  pairs: readonly { readonly above: number; readonly below: number }[],
): Order[] {
  const ranked = orderOf(ranker, u);
  const slotOf = slotsByItem(ranker, u, ranked);
  const moved = moves.map(({ item, position }) => ({ slot: slotOf(item), position })).sort((a, b) => a.position - b.position);
  requirePositions(moved, ranked.length);
  const edited = ranked.filter((slot) => !moved.some((one) => one.slot === slot));
  for (const { slot, position } of moved) edited.splice(position - 1, 0, slot);
  const orders = new Map<string, Order>();
  const add = (above: number, below: number): void => void orders.set(`${above} ${below}`, { above, below });
  for (const { slot } of moved) {
    const at = edited.indexOf(slot);
    edited.forEach((other, place) => place < at && add(other, slot));
    edited.forEach((other, place) => place > at && add(slot, other));
  }
  for (const { above, below } of pairs) add(slotOf(above), slotOf(below));
  return [...orders.values()];
}

function slotsByItem({ tensor }: Ranker, u: number, ranked: readonly number[]): (item: number) => number {
  const slots = new Map(ranked.map((slot) => [tensor.items[u * tensor.poolSize + slot], slot]));
  return (item) => {
    const slot = slots.get(item);
    if (slot !== undefined) return slot;
    throw new RankLabError('INVALID_ARGUMENT', 'A video of the goal is not among the candidates of this list', {
      place: 'moves',
      remedy: 'Ask “Why not?” where it was lost; no weight brings it back',
    });
  };
}

function requirePositions(moved: readonly { readonly slot: number; readonly position: number }[], count: number): void {
  moved.forEach(({ slot, position }, i) => {
    if (position > count) {
      throw new RankLabError('INVALID_ARGUMENT', `Position ${position} is beyond the ${count} candidates`, {
        place: `moves.${i}.position`,
      });
    }
    const twice = moved.findIndex((other, o) => o !== i && (other.position === position || other.slot === slot));
    if (twice >= 0) throw new RankLabError('INVALID_ARGUMENT', 'Two moves name the same video or position', { place: `moves.${i}` });
  });
}
