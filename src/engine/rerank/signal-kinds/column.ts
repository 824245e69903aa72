import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { itemSignal } from '../port';
import { missingParams, valueOfMissing } from './missing';
import type { KindInputs, SignalKind } from './port';
import { transformed, transformIds } from './transforms';
import { isKnown, videoNumbers } from './video-numbers';

const params = z.strictObject({
  column: z
    .string()
    .min(1)
    .max(500)
    .meta({ suggestions: 'videoNumbers' })
    .describe('Numeric, date or yes/no column of the videos; also the duration and the date of publication'),
  transform: z
    .enum(transformIds)
    .meta({
      labels: {
        raw: 'As it is',
        log1p: 'Logarithm of 1 + the size',
        rank: 'Share of smaller values',
        z: 'Standard scores',
        'half-life': 'Dates by age (half-life)',
      },
    })
    .default('raw')
    .describe('What is made of the column’s value'),
  halfLifeDays: z.number().positive().max(100_000).default(30).describe('Age at which a date counts half, in days'),
  ...missingParams,
});
type Params = z.infer<typeof params>;

/** A number that the catalogue has about every video. */
export const column: SignalKind<Params> = {
  id: 'column',
  label: 'Column of the videos',
  description: 'A number or date of the catalogue: a price, a margin, a predicted rate, a date of review.',
  unit: 'transformed value',
  params,
  madeElsewhere: ({ column: name }) => (['duration', 'published_at'].includes(name) ? undefined : `the column ${name}`),
  notes({ view, place }, { column: name }) {
    const { values, isDate } = videoNumbers(view.dataset, name, `${place}.column`);
    const later = isDate ? values.reduce((sum, value, item) => sum + (value > view.referenceTimeMs && isKnown(view, item) ? 1 : 0), 0) : 0;
    return later > 0
      ? [
          `${later} dates of ${name} lie after the newest interaction that may be known: unless they were set before, the column knows the future`,
        ]
      : [];
  },
  prepare(inputs, settings) {
    const { values, given } = columnValues(inputs, settings);
    return itemSignal(values, given);
  },
};

/** One value per item row, and which rows had none. */
function columnValues({ view, place, smallerIsBetter }: KindInputs, settings: Params): { values: Float32Array; given: Uint8Array } {
  const { column: name, transform, halfLifeDays } = settings;
  const numbers = videoNumbers(view.dataset, name, `${place}.column`);
  const counts = (item: number): boolean => isKnown(view, item);
  const raw = transformed(numbers, transform, { halfLifeDays, referenceTimeMs: view.referenceTimeMs, counts, place });
  const itemCount = view.dataset.items.ids.size;
  const known = raw.filter((value, item) => !Number.isNaN(value) && counts(item));
  const missing = valueOfMissing(known, settings, smallerIsBetter);
  const values = new Float32Array(itemCount).fill(missing);
  const given = new Uint8Array(itemCount);
  for (let item = 0; item < Math.min(itemCount, raw.length); item++) {
    if (Number.isNaN(raw[item])) continue;
    values[item] = raw[item];
    given[item] = 1;
    if (Number.isFinite(values[item])) continue;
    throw new RankLabError('INVALID_ARGUMENT', `${raw[item]} in the column “${name}” is too large for a signal`, {
      place: `${place}.transform`,
      value: String(raw[item]),
      remedy: 'Use log1p, rank or z',
    });
  }
  return { values, given };
}
