const dayMs = 86_400_000;
/** Clocks of the machines that log differ; so much ahead is still now. */
const clockToleranceMs = dayMs;
/** Timestamps later than the bulk of the data by more than this, and by more than the data is long, are mistakes. */
const leastGapMs = 366 * dayMs;
const mostSampled = 100_000;

/**
 * The latest timestamp (ms) that may count as “now” when these interactions are ranked by. One that is dated far into the future must not
 * make everything else old. With a clock, that is a day after it. Without one (an evaluation), or where most of the data is later than
 * the clock (simulated data), it is the 99th percentile and as much again as the data is long, at least a year.
 */
export function latestNowMs(timestampsMs: Float64Array, positions: Int32Array, clockMs?: number): number {
  const sorted = sampled(timestampsMs, positions).sort();
  const count = sorted.length;
  if (count === 0) return Infinity;
  if (clockMs !== undefined && sorted[count >> 1] <= clockMs) return clockMs + clockToleranceMs;
  const left = count < 3 ? 0 : Math.max(1, Math.floor(count / 100));
  const [low, high] = [sorted[left], sorted[count - 1 - left]];
  return high + Math.max(leastGapMs, high - low);
}

/** The later of a limit and of a clock that has moved on. */
export const movedOn = (limitMs: number, clockMs: number | undefined): number =>
  clockMs === undefined ? limitMs : Math.max(limitMs, clockMs + clockToleranceMs);

/** Evenly spaced, without those that have no time. */
function sampled(timestampsMs: Float64Array, positions: Int32Array): Float64Array {
  const step = Math.max(1, Math.ceil(positions.length / mostSampled));
  const chosen = new Float64Array(Math.ceil(positions.length / step));
  let count = 0;
  for (let p = 0; p < positions.length; p += step) {
    const time = timestampsMs[positions[p]];
    if (!Number.isNaN(time)) chosen[count++] = time;
  }
  return chosen.subarray(0, count);
}
