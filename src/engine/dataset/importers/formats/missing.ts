/** What databases, spreadsheets and programs write where there is nothing. Taken for it in every column. */
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

/** Words too: a country may be NA and a title None, but no id, number or time is. */
export const missingWords: readonly string[] = ['NA', '#NA', 'None', 'none', 'nil', 'Null', '-', '-nan', '-NaN', 'undefined'];

/** Whether a cell of an id, a number or a time (`strict`), or of a text, says that there is nothing. */
export const isMissing = (cell: string, strict: boolean, further: readonly string[] = []): boolean =>
  cell === '' || missingMarks.includes(cell) || (strict && missingWords.includes(cell)) || further.includes(cell);
