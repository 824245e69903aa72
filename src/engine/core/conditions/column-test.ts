import { RankLabError } from '#shared/errors';
import { conditionText, type Condition } from '#shared/conditions';
import type { FurtherColumn } from '../../model/dataset';
import { cellTest, orderTest, plainNumber } from './cell-test';

type Numeric = Extract<FurtherColumn, { readonly values: Float64Array }>;

/** Whether a row passes; a row beyond the column's end has no cell. */
export type RowTest = (row: number) => boolean;

const truths: Readonly<Record<string, number>> = { true: 1, yes: 1, '1': 1, false: 0, no: 0, '0': 0 };

const isoMoment = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const compactDay = /^((?:19|20)\d\d)(\d\d)(\d\d)$/;

/**
 * A day or moment in ISO 8601 (UTC unless it names a zone), a day as YYYYMMDD (1900 to 2099), or milliseconds since 1970; NaN for anything else, and for
 * days that no calendar has.
 */
export function momentOf(text: string): number {
  const trimmed = text.trim();
  const [, year, month = '01', day = '01', clock = '00:00', zone = 'Z'] = compactDay.exec(trimmed) ?? isoMoment.exec(trimmed) ?? [];
  if (year === undefined || (compactDay.test(trimmed) && !isDay(year, month, day)))
    return /^-?\d{5,}$/.test(trimmed) ? Number(trimmed) : NaN;
  return isDay(year, month, day) ? Date.parse(`${year}-${month}-${day}T${clock}${isoZone(zone)}`) : NaN;
}

const isDay = (year: string, month: string, day: string): boolean =>
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day) && Number(month) <= 12;

const isoZone = (zone: string): string => (/^[zug]/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`);

/**
 * The test of a condition for the rows of a column. Numbers, dates and yes/no compare with a value of their type; labels pass where one of them does,
 * and `!=` and `not in` where none is equal. @throws INVALID_ARGUMENT naming a value that is not of the column's type.
 */
export function columnTest(column: FurtherColumn, condition: Condition, place: string, numberOf = plainNumber): RowTest {
  if ('values' in column) return numericTest(column, condition, place);
  const test = cellTest(condition, numberOf);
  const missing = test('');
  const { is } = condition;
  const passing = Uint8Array.from(column.labels, (label) => (test(label) ? 1 : 0));
  if (!('offsets' in column)) return (row) => (column.codes[row] >= 0 ? passing[column.codes[row]] === 1 : missing);
  const { offsets, codes } = column;
  const all = is === '!=' || is === 'not in';
  return (row) => {
    const [from, to] = [offsets[row], offsets[row + 1]];
    if (!(to > from)) return missing;
    for (let p = from; p < to; p++) if ((passing[codes[p]] === 1) !== all) return !all;
    return all;
  };
}

function numericTest({ type, values }: Numeric, condition: Condition, place: string): RowTest {
  const { missing, passes } = numericRule(type, condition, place);
  return (row) => {
    const value = values[row] ?? NaN;
    return Number.isNaN(value) ? missing : passes(value);
  };
}

/** What a condition says about numbers, dates and yes/no. */
export interface NumericRule {
  /** Whether a row without a cell passes. */
  readonly missing: boolean;
  /** Whether a given cell passes; by `test`, which a query can express: `any` and `none` are without values. */
  readonly passes: (value: number) => boolean;
  readonly test: 'any' | 'none' | 'in' | 'not in' | '<' | '<=' | '>' | '>=';
  readonly targets: readonly number[];
}

/** @throws INVALID_ARGUMENT naming a value that is not of the type. */
export function numericRule(type: Numeric['type'], condition: Condition, place: string): NumericRule {
  const { is, orMissing = false } = condition;
  const texts = [condition.value].flat();
  // A comparison with nothing asks whether there is a cell.
  const isNothing = texts.length === 1 && texts[0] === '';
  if (is === 'has' || is === 'lacks' || (isNothing && (is === '=' || is === '!='))) {
    if (type === 'boolean' && is === 'has') {
      throw refused(condition, place, 'holds yes and no, which both are given', `Use ${condition.column} = yes`);
    }
    const wantsCell = is === 'has' || is === '!=';
    return { missing: !wantsCell, passes: () => wantsCell, test: wantsCell ? 'any' : 'none', targets: [] };
  }
  const targets = texts.map((text) => targetOf(text, type, condition, place));
  if (is === '=' || is === 'in') return { missing: orMissing, passes: (value) => targets.includes(value), test: 'in', targets };
  if (is === '!=' || is === 'not in') return { missing: true, passes: (value) => !targets.includes(value), test: 'not in', targets };
  if (type === 'boolean') throw refused(condition, place, 'holds yes and no', `Use ${condition.column} = yes`);
  const ordered = orderTest(is);
  return { missing: orMissing, passes: (value) => targets.every((target) => ordered(value - target)), test: is, targets };
}

function targetOf(text: string, type: Numeric['type'], condition: Condition, place: string): number {
  const found = type === 'number' ? plainNumber(text) : type === 'date' ? momentOf(text) : (truths[text.trim().toLowerCase()] ?? NaN);
  if (!Number.isNaN(found)) return found;
  const example = { number: 'a number such as 20', date: 'a date such as 2024-05-01', boolean: 'yes or no' }[type];
  throw refused(
    condition,
    place,
    `holds ${type === 'boolean' ? 'yes and no' : `${type}s`}, and “${text.slice(0, 100)}” is none`,
    `Give ${example}`,
  );
}

const refused = (condition: Condition, place: string, because: string, remedy: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `“${conditionText(condition)}”: the column “${condition.column}” ${because}`, {
    place,
    value: conditionText(condition),
    remedy,
  });
