import type { FurtherValue } from '#shared/schemas/dataset';

/** A row's further columns in one cell. */
export const furtherText = (columns: Readonly<Record<string, FurtherValue>>): string =>
  Object.entries(columns)
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(' · ');

const textOf = (value: FurtherValue): string =>
  Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : String(value).replace(/T00:00:00\.000Z$/, '');
