import { noParams } from '../../../core/registry';
import type { FusionInput, FusionMethod } from '../port';

/**
 * Majorities may form a circle, so the order depends on how the items are sorted: stable merge sort, halves rounded down, from ascending item
 * rows. A source that has neither of two items does not vote on them (ranx counts it for the second).
 */
export const condorcet: FusionMethod<Record<string, never>> = {
  id: 'condorcet',
  label: 'Condorcet',
  description: 'Sorts the items by pairwise majority: an item comes before another where the sources that place it higher weigh more',
  formula: String.raw`d \succ e \iff \sum_{s : d \succ_s e} w_s > \sum_{s : e \succ_s d} w_s; \quad m - \mathrm{position}(d) + 1`,
  source: 'Montague & Aslam 2002',
  params: noParams,
  fuse(input, into) {
    const { items, slotCount } = input;
    const order = Int32Array.from({ length: slotCount }, (_, slot) => slot).sort((a, b) => items[a] - items[b]);
    mergeSort(order, majority(input));
    order.forEach((slot, position) => (into[slot] = slotCount - position));
  },
};

/** Negative where the sources prefer `b`. */
function majority({ lists, slotCount }: FusionInput): (a: number, b: number) => number {
  const positions = lists.map(({ slots }) => {
    const position = new Int32Array(slotCount).fill(slotCount);
    for (let i = 0; i < slots.length; i++) position[slots[i]] = i;
    return position;
  });
  return (a, b) => {
    let votes = 0;
    for (let s = 0; s < lists.length; s++) votes += lists[s].weight * Math.sign(positions[s][b] - positions[s][a]);
    return votes;
  };
}

function mergeSort(order: Int32Array, votes: (a: number, b: number) => number): void {
  if (order.length < 2) return;
  const middle = order.length >> 1;
  const left = order.slice(0, middle);
  const right = order.slice(middle);
  mergeSort(left, votes);
  mergeSort(right, votes);
  for (let l = 0, r = 0, at = 0; at < order.length; at++) {
    const takesLeft = r === right.length || (l < left.length && votes(left[l], right[r]) >= 0);
    order[at] = takesLeft ? left[l++] : right[r++];
  }
}
