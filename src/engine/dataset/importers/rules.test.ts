import { describe, expect, it } from 'vitest';
import { readList } from './formats/lists';
import { readNumber, readTimestamp, reasonText, shortened } from './rules';
import { detectTimestampUnit } from './timestamps';

describe('readNumber', () => {
  it.each([
    ['3.5', 3.5],
    [' -2 ', -2],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['+7', 7],
    ['', NaN],
    ['  ', NaN],
  ])('reads %j', (cell, value) => {
    expect(readNumber(cell)).toEqual({ value });
  });

  it('accepts a decimal comma only if the file uses them', () => {
    expect(readNumber('3,5', true)).toEqual({ value: 3.5 });
    expect(readNumber('3,5')).toEqual({ rejected: 'not-a-number' });
    expect(readNumber('1,234,567', true)).toEqual({ rejected: 'not-a-number' });
  });

  it.each([
    ['NaN', 'not-finite'],
    ['-inf', 'not-finite'],
    ['Infinity', 'not-finite'],
    ['1e999', 'not-finite'],
    ['four', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1 000', 'not-a-number'],
    ['5 stars', 'not-a-number'],
  ])('rejects %j as %s', (cell, rejected) => {
    expect(readNumber(cell)).toEqual({ rejected });
  });
});

describe('readTimestamp', () => {
  it.each([
    ['1260759144', 's', 1_260_759_144_000],
    ['1260759144.25', 's', 1_260_759_144_250],
    ['1260759144123', 'ms', 1_260_759_144_123],
    ['1260759144123456', 'us', 1_260_759_144_123.456],
    ['0', 's', 0],
    ['-86400', 's', -86_400_000],
    ['2009-12-14', 'iso', Date.UTC(2009, 11, 14)],
    ['2009-12-14T02:52:24Z', 'iso', Date.UTC(2009, 11, 14, 2, 52, 24)],
    ['2009-12-14 02:52', 'iso', Date.UTC(2009, 11, 14, 2, 52)],
    ['2009-12-14T02:52:24.5+02:00', 'iso', Date.UTC(2009, 11, 14, 0, 52, 24, 500)],
    ['2009-12-14T02:52:24-0330', 'iso', Date.UTC(2009, 11, 14, 6, 22, 24)],
    ['29-Feb-1996', 'day-month-year', Date.UTC(1996, 1, 29)],
    ['', 'iso', NaN],
  ] as const)('reads %j in %s', (cell, unit, value) => {
    expect(readTimestamp(cell, unit)).toEqual({ value });
  });

  it.each([
    ['yesterday', 's', 'not-a-time'],
    ['2009-02-30', 'iso', 'not-a-time'],
    ['2009-12-14T25:00:00Z', 'iso', 'not-a-time'],
    ['14/12/2009', 'iso', 'not-a-time'],
    ['31-Foo-1996', 'day-month-year', 'not-a-time'],
    ['1260759144123', 's', 'time-out-of-range'],
    ['1700-01-01', 'iso', 'time-out-of-range'],
  ] as const)('rejects %j in %s as %s', (cell, unit, rejected) => {
    expect(readTimestamp(cell, unit)).toEqual({ rejected });
  });
});

describe('detectTimestampUnit', () => {
  it.each([
    [['1260759144', '1260759179'], 's'],
    [['1260759144123', ''], 'ms'],
    [['1260759144123456'], 'us'],
    [['2009-12-14', '2010-01-01T00:00:00Z'], 'iso'],
    [['01-Jan-1995'], 'day-month-year'],
    [['1260759144', 'soon'], undefined],
    [['3', '4.5'], undefined],
    [['', ''], undefined],
  ])('of %j is %s', (samples, unit) => {
    expect(detectTimestampUnit(samples)).toBe(unit);
  });
});

describe('readList', () => {
  it('splits, trims, and removes empty and repeated labels', () => {
    const format = { separators: ['|'], nested: false, escaped: false, noneCells: ['(no genres listed)'] };
    expect(readList('Adventure | Comedy||Comedy', format)).toEqual(['Adventure', 'Comedy']);
    expect(readList('(no genres listed)', format)).toEqual([]);
    expect(readList('', format)).toEqual([]);
  });

  it('unescapes separators and keeps blanks in escaped cells', () => {
    const format = { separators: ['|'], nested: false, escaped: true, noneCells: [] };
    expect(readList(String.raw`a\|b| c |\\`, format)).toEqual(['a|b', ' c ', '\\']);
  });
});

describe('reasons', () => {
  it('quote the value, shortened and with control characters escaped', () => {
    expect(reasonText('not-a-number', { value: 'four' })).toBe('not a number: four');
    expect(reasonText('duplicate-id', { line: 7 })).toBe('id given again; the row on line 7 is kept');
    expect(shortened('a\0b\nc\u007f')).toBe('a␀b␊c␟');
    expect(shortened('x'.repeat(200))).toHaveLength(80);
  });
});
