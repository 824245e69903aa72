/** Markers that databases, spreadsheets and programs write for a missing value. Treated as missing in every column. */
export const missingMarks: readonly string[] = [
  '\\N',
  'NULL',
  'null',
  'NaN',
  'nan',
  '<NA>',
  '#N/A',
  'N/A',
  'n/a',
  '(null)',
  '<null>',
  'NaT',
];

/** Words as well: a country may be NA and a title None, but an id, number or time cannot. */
export const missingWords: readonly string[] = [
  'NA',
  '#NA',
  'None',
  'none',
  'nil',
  'Null',
  '-',
  '-nan',
  '-NaN',
  'undefined',
  '?',
  '--',
  '---',
  'n.a.',
  'N.A.',
];

/** Whether a cell is a missing-value marker; `strict` for ids, numbers and times, otherwise for text. */
export const isMissing = (cell: string, strict: boolean, further: readonly string[] = []): boolean =>
  cell === '' || missingMarks.includes(cell) || (strict && missingWords.includes(cell)) || further.includes(cell);
