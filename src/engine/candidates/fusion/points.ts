import type { FusionInput, FusionList } from './port';

/** What one source says about entry i of its list, before the source's weight. */
export type PointsOf = (list: FusionList) => (entry: number) => number;

/** Adds every source's weighted points, source by source. */
export function addPoints({ lists, slotCount }: FusionInput, into: Float64Array, pointsOf: PointsOf): void {
  into.fill(0, 0, slotCount);
  for (const list of lists) {
    const points = pointsOf(list);
    for (let i = 0; i < list.slots.length; i++) into[list.slots[i]] += list.weight * points(i);
  }
}

/** Folds every source's weighted points with `fold`, from `start`. */
export function foldPoints(
  { lists, slotCount }: FusionInput,
  into: Float64Array,
  pointsOf: PointsOf,
  start: number,
  fold: (a: number, b: number) => number,
): void {
  into.fill(start, 0, slotCount);
  for (const list of lists) {
    const points = pointsOf(list);
    for (let i = 0; i < list.slots.length; i++) into[list.slots[i]] = fold(into[list.slots[i]], list.weight * points(i));
  }
}

/** By slot, how many sources have the item. */
export function hitsOf({ lists, slotCount }: FusionInput): Int32Array {
  const hits = new Int32Array(slotCount);
  for (const { slots } of lists) for (const slot of slots) hits[slot]++;
  return hits;
}
