import type { TimestampUnit } from '#shared/schemas/dataset';
import { readTimestamp } from './rules';

/** Plausible years for data about watching: what settles the unit of a bare number. */
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);
const units: readonly TimestampUnit[] = ['iso', 'day-month-year', 's', 'ms', 'us'];

/**
 * The unit in which most of the given samples are times between 1990 and 2100 (empty ones do not count): one bad cell must not
 * condemn a file. Undefined when none fits more than `share` of them, or when there is nothing to judge by.
 */
export function detectTimestampUnit(samples: readonly string[], share = 0.5): TimestampUnit | undefined {
  const given = samples.filter((sample) => sample.trim() !== '');
  let best: TimestampUnit | undefined;
  let most = given.length * share;
  for (const unit of units) {
    const fitting = given.filter((sample) => isPlausible(sample, unit)).length;
    if (fitting > most) [best, most] = [unit, fitting];
  }
  return best;
}

function isPlausible(sample: string, unit: TimestampUnit): boolean {
  const checked = readTimestamp(sample, unit);
  return 'value' in checked && checked.value >= earliestMs && checked.value < latestMs;
}
