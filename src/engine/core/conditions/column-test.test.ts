import { describe, expect, it } from 'vitest';
import { parseCondition } from '#shared/conditions';
import type { FurtherColumn } from '../../model/dataset';
import { columnTest, momentOf } from './column-test';

const numbers: FurtherColumn = { type: 'number', values: Float64Array.of(0, 20, NaN, 30) };
const days: FurtherColumn = {
  type: 'date',
  values: Float64Array.of(Date.UTC(2024, 0, 1), Date.UTC(2024, 4, 1), NaN, Date.UTC(2025, 0, 1)),
};
const flags: FurtherColumn = { type: 'boolean', values: Float64Array.of(0, 1, NaN, 1) };
const words: FurtherColumn = { type: 'text', labels: ['de', 'en', '10'], codes: Int32Array.of(0, 1, -1, 2) };
const labels: FurtherColumn = {
  type: 'labels',
  labels: ['de', 'en', 'fr'],
  offsets: Int32Array.of(0, 2, 3, 3, 4),
  codes: Int32Array.of(0, 1, 1, 2),
};

/** Rows that pass, of the four above and one beyond the column's end. */
const passing = (column: FurtherColumn, text: string): number[] => {
  const condition = parseCondition(text);
  if (!condition) throw new Error(text);
  const test = columnTest(column, condition, 'where');
  return [0, 1, 2, 3, 4].filter(test);
};

describe('rows that pass a condition on a column', () => {
  it.each<[string, FurtherColumn, string, number[]]>([
    ['numbers', numbers, 'x <= 20', [0, 1]],
    ['numbers', numbers, 'x > 0 or missing', [1, 2, 3, 4]],
    ['numbers', numbers, 'x in (0, 30)', [0, 3]],
    ['numbers', numbers, 'x != 20', [0, 2, 3, 4]],
    ['numbers', numbers, 'has x', [0, 1, 3]],
    ['numbers', numbers, 'x = ', [2, 4]],
    ['dates', days, 'x >= 2024-05-01', [1, 3]],
    ['dates', days, 'x < 2024-05', [0]],
    ['flags', flags, 'x = yes', [1, 3]],
    ['flags', flags, 'x != true', [0, 2, 4]],
    ['texts', words, 'x in (de, en)', [0, 1]],
    ['texts', words, 'x not in (de)', [1, 2, 3, 4]],
    ['texts', words, 'x = 10.0', [3]],
    ['texts', words, 'lacks x', [2, 4]],
    ['labels', labels, 'x = en', [0, 1]],
    ['labels', labels, 'x != en', [2, 3, 4]],
    ['labels', labels, 'x not in (de, fr)', [1, 2, 4]],
    ['labels', labels, 'has x', [0, 1, 3]],
    ['labels', labels, 'x in (fr) or missing', [2, 3, 4]],
  ])('%s: %3$s', (_, column, text, rows) => expect(passing(column, text)).toEqual(rows));

  it.each<[FurtherColumn, string, string]>([
    [numbers, 'x <= cheap', 'the column “x” holds numbers, and “cheap” is none'],
    [days, 'x < soon', 'the column “x” holds dates, and “soon” is none'],
    [flags, 'x = maybe', 'the column “x” holds yes and no, and “maybe” is none'],
    [flags, 'x < yes', 'the column “x” holds yes and no'],
    [flags, 'has x', 'holds yes and no, which both are given'],
  ])('a value of another type than the column’s is refused: %#', (column, text, message) => {
    expect(() => passing(column, text)).toThrow(message);
  });
});

describe('a moment', () => {
  it.each<[string, number]>([
    ['2024', Date.UTC(2024, 0, 1)],
    ['2024-05', Date.UTC(2024, 4, 1)],
    [' 2024-05-01 ', Date.UTC(2024, 4, 1)],
    ['20240501', Date.UTC(2024, 4, 1)],
    ['2024-05-01 12:30', Date.UTC(2024, 4, 1, 12, 30)],
    ['2024-05-01T12:30:15.250Z', Date.UTC(2024, 4, 1, 12, 30, 15, 250)],
    ['2024-05-01 12:30 UTC', Date.UTC(2024, 4, 1, 12, 30)],
    ['2024-05-01T12:30+0200', Date.UTC(2024, 4, 1, 10, 30)],
    ['2024-05-01T12:30-05', Date.UTC(2024, 4, 1, 17, 30)],
    ['1714521600000', 1_714_521_600_000],
    ['20249901', 20_249_901],
    ['-86400000', -86_400_000],
  ])('is read from %s', (text, ms) => expect(momentOf(text)).toBe(ms));

  it.each(['5', '1 2', 'x1', 'Report 2', 'May 2024', '2024-13-01', '2024-02-30', '2024-05-01T25:00', '01/05/2024', '2024-5-1', ''])(
    'is not read from “%s”',
    (text) => expect(momentOf(text)).toBeNaN(),
  );
});
