import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDay,
  formatDifference,
  formatDuration,
  formatP,
  formatValue,
  formatWeight,
  plural,
} from './format';

describe('format', () => {
  it.each([
    [0.21834, '0.2183'],
    [9.8712, '9.871'],
    [31.25, '31.25'],
    [1234.5, '1,235'],
    [-0.5, '−0.5000'],
    [null, '–'],
    [NaN, '–'],
    [0, '0.0000'],
  ])('value %s reads %s', (value, text) => expect(formatValue(value)).toBe(text));

  it.each([
    [0.0108, '+0.0108'],
    [-0.012, '−0.0120'],
    [-0.00001, '0.0000'],
    [0, '0'],
    [undefined, '–'],
  ])('difference %s reads %s', (value, text) => expect(formatDifference(value)).toBe(text));

  it.each([
    [0.041, '.041'],
    [0.00002, '< .001'],
    [0.001, '.001'],
    [1, '1'],
    [0.9996, '1'],
    [null, '–'],
  ])('p %s reads %s', (value, text) => expect(formatP(value)).toBe(text));

  it.each([
    [0.27, '.27'],
    [0.275, '.275'],
    [1, '1'],
    [0, '0'],
    [-0.5, '−.50'],
    [1.5, '1.50'],
  ])('weight %s reads %s', (value, text) => expect(formatWeight(value)).toBe(text));

  it('reads sizes, times and counts', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1_370_000_000)).toBe('1.37 GB');
    expect(formatDuration(0.2)).toBe('< 1 ms');
    expect(formatDuration(0)).toBe('0 ms');
    expect(formatDuration(850)).toBe('850 ms');
    expect(formatDuration(4_240)).toBe('4.2 s');
    expect(formatDuration(7_199_000)).toBe('2 h 0 min');
    expect(formatDuration(185_000)).toBe('3 min 5 s');
    expect(formatDuration(7_800_000)).toBe('2 h 10 min');
    expect(formatCount(100004)).toBe('100,004');
    expect(plural(1, 'user')).toBe('1 user');
    expect(plural(2, 'query', 'queries')).toBe('2 queries');
  });

  it('reads days and ages in UTC', () => {
    expect(formatDay(Date.UTC(2015, 7, 29, 23, 59))).toBe('2015-08-29');
    expect(formatDay(1e20)).toBe('–');
    expect(formatAge(0, 31 * 86_400_000)).toBe('31 d');
    expect(formatAge(0, 400 * 86_400_000)).toBe('13 mo');
    expect(formatAge(0, 3650 * 86_400_000)).toBe('10 y');
  });
});
