import { z } from 'zod';

/** What counts where no value is given. */
export const missingParams = {
  missing: z
    .enum(['lowest', 'mean', 'value'])
    .meta({ labels: { lowest: 'The least favourable value', mean: 'The mean', value: 'A value of your own' } })
    .default('lowest')
    .describe('What counts where no value is given: the least favourable of all values, their mean, or a value of your own'),
  missingValue: z.number().min(-1e12).max(1e12).default(0).describe('Of your own, after the transform'),
};
type MissingPolicy = { readonly missing: 'lowest' | 'mean' | 'value'; readonly missingValue: number };

/** The value for rows without one. `values` are those that are given. */
export function valueOfMissing(values: Iterable<number>, { missing, missingValue }: MissingPolicy, smallerIsBetter: boolean): number {
  if (missing === 'value') return missingValue;
  let [sum, count, lowest] = [0, 0, Infinity];
  for (const value of values) {
    sum += value;
    count++;
    lowest = Math.min(lowest, smallerIsBetter ? -value : value);
  }
  if (count === 0) return 0;
  return missing === 'mean' ? sum / count : smallerIsBetter ? -lowest : lowest;
}
