import { detectList, nestedList } from '../formats/lists';
import { isMissing } from '../formats/missing';
import { detectNumber, parseNumber, type DetectedNumber } from '../formats/numbers';
import { detectTime, isZeroTime, type DetectedTime } from '../formats/detect-time';

/** Profile of one column's cells in a sample of the whole file. */
export interface ColumnProfile {
  readonly name: string;
  readonly position: number;
  /** Rows of the sample. */
  readonly rows: number;
  /** Distinct non-missing cells in order of appearance; a subset where there are very many. */
  readonly values: readonly string[];
  /** Cells of the sample that are not missing. */
  readonly given: number;
  /** given / distinct cells, 1 where all differ. */
  readonly repetition: number;
  readonly type: 'empty' | 'number' | 'boolean' | 'time' | 'labels' | 'text';
  /** The number format, where nearly all cells are numbers. */
  readonly number?: DetectedNumber;
  readonly isInteger: boolean;
  readonly time?: DetectedTime;
  /** 0, 1, 2 … down the file: an index that a program wrote beside the data. */
  readonly isIndex: boolean;
  /** Share of rows equal to their neighbour: high in the column by which a file is sorted. */
  readonly runs: number;
}

const judgedValues = 3_000;
const judgedTimes = 600;

/** Column names that suggest a time, with or without a digit. */
export const isTimeName = (name: string): boolean =>
  /(^|[^a-z])(time|times|timestamp|ts|date|dates|day|dt|datetime|when|year|created|published|released|updated|birthday|dob)([^a-z]|$)|(time|date|stamp|_at|_on|_dt|_ms|_ts)(\b|_|:|$)|(At|On|Date|Time|Ms|Year)$|_dat\b/i.test(
    name.replace(/([a-z])([A-Z])/g, '$1_$2'),
  );

/** Profiles of all columns of the sampled rows. Rows with another number of cells are left out. */
export function profileColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  nullValues: readonly string[] = [],
): ColumnProfile[] {
  const whole = rows.filter((row) => row.length === names.length);
  return names.map((name, position) => profileColumn(name, position, whole, nullValues));
}

function profileColumn(name: string, position: number, rows: readonly (readonly string[])[], nullValues: readonly string[]): ColumnProfile {
  const different = new Set<string>();
  let given = 0;
  let runs = 0;
  let indexed = true;
  let before: string | undefined;
  for (const [at, row] of rows.entries()) {
    const cell = (row[position] ?? '').trim();
    if (indexed && cell !== String(at) && cell !== String(at + 1)) indexed = false;
    if (cell === before) runs++;
    before = cell;
    if (isMissing(cell, false, nullValues)) continue;
    given++;
    different.add(cell);
  }
  const all = [...different];
  const values = thinned(all, judgedValues);
  const strict = values.filter((value) => !isMissing(value, true, nullValues) && !isZeroTime(value));
  const numbers = values.filter((value) => !isMissing(value, true, nullValues) && !value.startsWith('0000-'));
  const number = numbers.length === 0 ? undefined : numberOf(numbers);
  const time = detectTime(thinned(strict, judgedTimes), isTimeName(name));
  return {
    name,
    position,
    rows: rows.length,
    values,
    given,
    repetition: given / Math.max(1, all.length),
    type: typeOf(name, values, number, time),
    ...(number && { number }),
    isInteger: number !== undefined && numbers.every((value) => /^[+-]?\d+(\.0+)?$/.test(value)),
    ...(time && { time }),
    isIndex: indexed && rows.length > 2,
    runs: runs / Math.max(1, rows.length - 1),
  };
}

function thinned(values: readonly string[], most: number): readonly string[] {
  if (values.length <= most) return values;
  const step = values.length / most;
  return Array.from({ length: most }, (_, i) => values[Math.floor(i * step)]);
}

/** Undefined unless nearly all cells are numbers: one bad cell must not turn a number column into text. */
function numberOf(values: readonly string[]): DetectedNumber | undefined {
  const detected = detectNumber(values);
  if (!detected) return undefined;
  const numbers = values.filter((value) => !Number.isNaN(parseNumber(value, detected.format)) && !/^(true|false)$/i.test(value)).length;
  return numbers >= 0.9 * values.length || (values.length < 20 && 2 * numbers > values.length) ? detected : undefined;
}

function typeOf(
  name: string,
  values: readonly string[],
  number: DetectedNumber | undefined,
  time: DetectedTime | undefined,
): ColumnProfile['type'] {
  if (values.length === 0) return 'empty';
  if (time && (number === undefined || isTimeName(name))) return 'time';
  if (isBoolean(values)) return 'boolean';
  if (number) return 'number';
  return isLabels(values) ? 'labels' : 'text';
}

const truths = ['0', '1', 'true', 'false', 'yes', 'no', 't', 'f', 'y', 'n'];
/** Whether the values are a yes/no pair; a single value counts only if it is a word for yes or no. */
const isBoolean = (values: readonly string[]): boolean =>
  values.length <= 2 &&
  values.every((value) => truths.includes(value.toLowerCase())) &&
  (values.length === 2 || /^(true|false)$/i.test(values[0]));

/** Whether the cells are explicit lists, or repeated short labels joined by a separator that does not occur in sentences. */
function isLabels(values: readonly string[]): boolean {
  const nested = values.filter((value) => nestedList(value) !== undefined).length;
  if (2 * nested > values.length) return true;
  const plain = values.filter((value) => !/&#?\w+;/.test(value));
  const { separators } = detectList(plain);
  const divided = plain.filter((value) => separators.some((sign) => sign !== ',' && value.includes(sign)) && value.length < 200);
  if (4 * divided.length <= values.length) return false;
  const labels = divided.flatMap((value) => value.split(separators.find((sign) => value.includes(sign)) ?? '|'));
  return labels.length < 20 || new Set(labels).size < 0.7 * labels.length;
}
