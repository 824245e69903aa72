import type { TimestampUnit } from '#shared/schemas/dataset';

export const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '::': 'two colons',
  ' ': 'space',
};

/** Encodings to choose from; others can be typed on the command line. */
export const encodingNames: readonly string[] = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-2', 'iso-8859-15', 'windows-1250', 'windows-1251', 'koi8-r'],
  ...['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'macintosh'],
];

export const timeUnitLabels: Readonly<Record<TimestampUnit, string>> = {
  s: 'seconds since 1970',
  ms: 'milliseconds since 1970',
  us: 'microseconds since 1970',
  iso: 'ISO 8601 (2024-03-01T12:00)',
  'day-month-year': 'like 01-Jan-1995',
  ns: 'nanoseconds since 1970',
  yyyymmdd: 'days as YYYYMMDD (20240301)',
  year: 'years (2024)',
  serial: 'a spreadsheet’s day numbers (45352.5)',
  'month-name': 'with the month’s name (Mar 1, 2024)',
  rfc2822: 'RFC 2822 (Fri, 01 Mar 2024 12:00:00 +0000)',
  'day-first': 'day/month/year (31/03/2024)',
  'month-first': 'month/day/year (03/31/2024)',
  order: 'numbers that count events: their order, no dates (0, 1, 2)',
};
