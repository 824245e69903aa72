import { RankLabError } from '#shared/errors';
import { dayMs, type VideoNumbers } from './video-numbers';

export const transformIds = ['raw', 'log1p', 'rank', 'z', 'half-life'] as const;
type TransformId = (typeof transformIds)[number];

interface TransformSettings {
  readonly halfLifeDays: number;
  readonly referenceTimeMs: number;
  /** Whether a row counts for means and ranks. */
  readonly counts: (item: number) => boolean;
  readonly place: string;
}

/** Transformed values; NaN where none is given. Statistics are taken over the rows that count. Dates are in days since 1970. */
export function transformed({ values, isDate }: VideoNumbers, id: TransformId, settings: TransformSettings): Float64Array {
  if (id === 'half-life') return decayed(values, isDate, settings);
  const numbers = isDate ? values.map((value) => value / dayMs) : values;
  switch (id) {
    case 'raw':
      return numbers;
    case 'log1p':
      // Odd, so that negative numbers keep their order.
      return numbers.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));
    case 'z':
      return standardised(numbers, settings);
    case 'rank':
      return ranked(numbers, settings);
  }
}

function decayed(values: Float64Array, isDate: boolean, { halfLifeDays, referenceTimeMs, place }: TransformSettings): Float64Array {
  if (!isDate) {
    throw new RankLabError('INVALID_ARGUMENT', 'Only dates have a half-life', {
      place: `${place}.transform`,
      remedy: 'Use raw, log1p, rank or z',
    });
  }
  if (Number.isNaN(referenceTimeMs)) {
    throw new RankLabError('INVALID_ARGUMENT', 'Ages are counted from the newest interaction, and the data has no timestamps', {
      place: `${place}.transform`,
      remedy: 'Use raw or rank',
    });
  }
  return values.map((value) => 0.5 ** (Math.max(0, referenceTimeMs - value) / dayMs / halfLifeDays));
}

function standardised(values: Float64Array, { counts }: TransformSettings): Float64Array {
  let [sum, count] = [0, 0];
  values.forEach((value, item) => {
    if (Number.isNaN(value) || !counts(item)) return;
    sum += value;
    count++;
  });
  const mean = sum / count;
  let squares = 0;
  values.forEach((value, item) => {
    if (!Number.isNaN(value) && counts(item)) squares += (value - mean) ** 2;
  });
  const deviation = Math.sqrt(squares / count);
  return values.map((value) => (Number.isNaN(value) ? NaN : deviation > 0 ? (value - mean) / deviation : 0));
}

/** Share of the rows that count with a smaller value, ties half: 0 is the smallest, 1 the largest. */
function ranked(values: Float64Array, { counts }: TransformSettings): Float64Array {
  const sorted = values.filter((value, item) => !Number.isNaN(value) && counts(item)).sort();
  const span = sorted.length - 1;
  return values.map((value) => {
    if (Number.isNaN(value)) return NaN;
    if (span < 1) return 0;
    const below = lowerBound(sorted, value);
    const equal = upperBound(sorted, value) - below;
    return Math.min(1, Math.max(0, (below + Math.max(0, equal - 1) / 2) / span));
  });
}

/** How many of the ascending values are smaller. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
