import type { TimestampUnit } from '#shared/schemas/dataset';

export const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '::': 'two colons',
  ' ': 'space',
};

export const timeUnitLabels: Readonly<Record<TimestampUnit, string>> = {
  s: 'seconds since 1970',
  ms: 'milliseconds since 1970',
  us: 'microseconds since 1970',
  iso: 'ISO 8601 (2024-03-01T12:00)',
  'day-month-year': 'like 01-Jan-1995',
};
