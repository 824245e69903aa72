import { ranksOf } from '#engine/core/containers/id-order';
import { interactionKeys } from './random-keys';
import type { SplitInput, TimeTieCounts } from './strategy';

/**
 * The first timestamp of the newer side when about `fraction` of the positions should be newer. All interactions at
 * that timestamp are on the newer side; the cut is at the neighbouring timestamp that comes nearest to the fraction and
 * leaves neither side empty. Undefined when all timestamps are equal.
 */
export function timeCut({ dataset, positions }: SplitInput, fraction: number): number | undefined {
  const { timestampsMs } = dataset.interactions;
  const count = positions.length;
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = timestampsMs[positions[i]];
  times.sort();
  if (count < 2 || times[0] === times[count - 1]) return undefined;
  const target = Math.min(count - 1, Math.max(1, count - Math.round(fraction * count)));
  // times[wanted] is the first of the newer side; a run of equal timestamps must stay together, so consider both of its ends.
  let start = target;
  while (start > 0 && times[start - 1] === times[target]) start--;
  let end = target;
  while (end < count && times[end] === times[target]) end++;
  const useStart = start > 0 && (end === count || target - start <= end - target);
  return times[useStart ? start : end];
}

/**
 * Positions of one row (user), oldest first. Equal timestamps are ordered by the rule for time ties; by default by ids,
 * so that the order of the file does not matter.
 */
export function positionsByUser(input: SplitInput): { offsets: Int32Array; ordered: Int32Array } {
  const { dataset, positions } = input;
  const { users, items, timestampsMs, values } = dataset.interactions;
  const offsets = new Int32Array(dataset.users.ids.size + 1);
  for (const position of positions) offsets[users[position] + 1]++;
  for (let row = 1; row < offsets.length; row++) offsets[row] += offsets[row - 1];
  const cursor = offsets.slice();
  const ordered = new Int32Array(positions.length);
  for (const position of positions) ordered[cursor[users[position]]++] = position;
  const keyOf = tieKeys(input);
  const ranks = ranksOf(dataset.items.ids.ids);
  const value = (position: number): number => (Number.isNaN(values[position]) ? -Infinity : values[position]);
  const byTie =
    input.timeTies === 'row'
      ? (a: number, b: number): number => items[a] - items[b] || a - b
      : (a: number, b: number): number => keyOf(a) - keyOf(b) || ranks[items[a]] - ranks[items[b]] || compare(value(a), value(b)) || a - b;
  for (let row = 0; row + 1 < offsets.length; row++) {
    ordered.subarray(offsets[row], offsets[row + 1]).sort((a, b) => timestampsMs[a] - timestampsMs[b] || byTie(a, b));
  }
  return { offsets, ordered };
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** A number per position that orders interactions with equal timestamps, before ids. */
function tieKeys({ dataset, positions, timeTieSeed, timeTies }: SplitInput): (position: number) => number {
  if (timeTies !== 'random') return () => 0;
  const keys = new Float64Array(dataset.interactions.count);
  const drawn = interactionKeys(dataset, positions, timeTieSeed, 'time ties');
  positions.forEach((position, i) => (keys[position] = drawn[i]));
  return (position) => keys[position];
}

/** Where one user's history is cut, and whether interactions with one timestamp are on both sides of the cut. */
interface HistoryCut {
  /** Index of the first interaction of the newer side. */
  readonly at: number;
  readonly tied: boolean;
  /** Under `all`: the whole history has one timestamp, so every cut leaves the older side empty. */
  readonly whole: boolean;
}

/** Cuts the history `ordered[start … end − 1]` before index `wanted`; the rule `all` moves the cut before all equal timestamps. */
export function cutHistory({ dataset, timeTies }: SplitInput, ordered: Int32Array, start: number, end: number, target: number): HistoryCut {
  const { timestampsMs } = dataset.interactions;
  const sameMoment = (i: number): boolean => i > start && i < end && timestampsMs[ordered[i - 1]] === timestampsMs[ordered[i]];
  const tied = sameMoment(target);
  if (timeTies !== 'all' || !tied) return { at: target, tied, whole: false };
  let at = target;
  while (sameMoment(at)) at--;
  return at === start ? { at: end, tied, whole: true } : { at, tied, whole: false };
}

/** Counts cuts, so that a result can report them. */
export class CutCounter {
  #cutUsers = 0;
  #tiedUsers = 0;
  #wholeUsers = 0;

  add({ tied, whole }: HistoryCut): void {
    this.#cutUsers++;
    if (tied) this.#tiedUsers++;
    if (whole) this.#wholeUsers++;
  }

  get counts(): TimeTieCounts {
    return { cutUsers: this.#cutUsers, tiedUsers: this.#tiedUsers, wholeUsers: this.#wholeUsers };
  }
}
