const dayMs = 86_400_000;
/** Tolerance for clocks of logging machines that run ahead. */
const clockToleranceMs = dayMs;
/** Timestamps beyond the bulk of the data by more than this, and by more than the data's duration, are errors. */
const minGapMs = 366 * dayMs;
const maxSampled = 100_000;

/**
 * The latest timestamp (ms) accepted as the reference time of these interactions, so that a wrong future date does not make all other items old. With
 * a clock: one day after it. Without one (evaluation), or if most of the data is later than the clock (simulated data): the 99th percentile plus the
 * data's duration, at least a year.
 */
export function latestNowMs(timestampsMs: Float64Array, positions: Int32Array, clockMs?: number): number {
  const sorted = sampled(timestampsMs, positions).sort();
  const count = sorted.length;
  if (count === 0) return Infinity;
  if (clockMs !== undefined && sorted[count >> 1] <= clockMs) return clockMs + clockToleranceMs;
  const left = count < 3 ? 0 : Math.max(1, Math.floor(count / 100));
  const [low, high] = [sorted[left], sorted[count - 1 - left]];
  return high + Math.max(minGapMs, high - low);
}

/** The later of a limit and an advanced clock. */
export const advanceLimit = (limitMs: number, clockMs: number | undefined): number =>
  clockMs === undefined ? limitMs : Math.max(limitMs, clockMs + clockToleranceMs);

/** An evenly spaced sample of the timestamps, without missing ones. */
function sampled(timestampsMs: Float64Array, positions: Int32Array): Float64Array {
  const step = Math.max(1, Math.ceil(positions.length / maxSampled));
  const chosen = new Float64Array(Math.ceil(positions.length / step));
  let count = 0;
  for (let p = 0; p < positions.length; p += step) {
    const time = timestampsMs[positions[p]];
    if (!Number.isNaN(time)) chosen[count++] = time;
  }
  return chosen.subarray(0, count);
}
