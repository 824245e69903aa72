import type { SplitInput } from './strategy';

/**
 * The first moment of the newer side when about `fraction` of the positions shall be newer. Everything that happened at
 * that moment is on the newer side; the cut goes to the neighbouring moment that comes nearest to the fraction and
 * leaves neither side empty. Undefined when all timestamps are equal: no moment divides them.
 */
export function timeCut({ dataset, positions }: SplitInput, fraction: number): number | undefined {
  const { timestampsMs } = dataset.interactions;
  const count = positions.length;
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = timestampsMs[positions[i]];
  times.sort();
  if (count < 2 || times[0] === times[count - 1]) return undefined;
  const wanted = Math.min(count - 1, Math.max(1, count - Math.round(fraction * count)));
  // times[wanted] is the first of the newer side; a run of equal moments must not be torn, so look at both of its ends.
  let start = wanted;
  while (start > 0 && times[start - 1] === times[wanted]) start--;
  let end = wanted;
  while (end < count && times[end] === times[wanted]) end++;
  const useStart = start > 0 && (end === count || wanted - start <= end - wanted);
  return times[useStart ? start : end];
}

/** Positions of one row (user), oldest first; equal moments by item, so that the order of the file does not matter. */
export function positionsByUser({ dataset, positions }: SplitInput): { offsets: Int32Array; ordered: Int32Array } {
  const { users, items, timestampsMs } = dataset.interactions;
  const offsets = new Int32Array(dataset.users.ids.size + 1);
  for (const position of positions) offsets[users[position] + 1]++;
  for (let row = 1; row < offsets.length; row++) offsets[row] += offsets[row - 1];
  const cursor = offsets.slice();
  const ordered = new Int32Array(positions.length);
  for (const position of positions) ordered[cursor[users[position]]++] = position;
  for (let row = 0; row + 1 < offsets.length; row++) {
    ordered.subarray(offsets[row], offsets[row + 1]).sort((a, b) => timestampsMs[a] - timestampsMs[b] || items[a] - items[b] || a - b);
  }
  return { offsets, ordered };
}
