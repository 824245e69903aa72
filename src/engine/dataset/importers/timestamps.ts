import type { TimestampUnit } from '#shared/schemas/dataset';
import { readTimestamp } from './rules';

/** Plausible years for data about watching: what settles the unit of a bare number. */
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);
const units: readonly TimestampUnit[] = ['iso', 'day-month-year', 's', 'ms', 'us'];

/**
 * The unit in which all given samples are times between 1990 and 2100 (empty ones do not count); undefined when none
 * fits, or when there is nothing to judge by.
 */
export function detectTimestampUnit(samples: readonly string[]): TimestampUnit | undefined {
  const given = samples.filter((sample) => sample.trim() !== '');
  if (given.length === 0) return undefined;
  return units.find((unit) =>
    given.every((sample) => {
      const checked = readTimestamp(sample, unit);
      return 'value' in checked && checked.value >= earliestMs && checked.value < latestMs;
    }),
  );
}
