import { expect, it } from 'vitest';
import { isWithin, parallelAxis, withRange } from './parallel-axis';

it('scales numbers from the lowest to the highest, and puts choices at equal distances', () => {
  const weight = parallelAxis('popularity', [0.2, 0.4, 0.3, NaN]);
  expect(weight).toMatchObject({ low: '0.2', high: '0.4' });
  expect(weight.positions.slice(0, 2)).toEqual([0, 1]);
  expect(weight.positions[2]).toBeCloseTo(0.5);
  expect(weight.positions[3]).toBeNaN();
  expect(weight.textAt(0.25)).toBe('0.25');
  const rule = parallelAxis('normalization', ['rank', 'min-max', NaN, 'rank']);
  expect(rule).toMatchObject({ low: 'min-max', high: 'rank' });
  expect(rule.positions).toEqual([1, 0, NaN, 1]);
  expect(rule.textAt(0.9)).toBe('rank');
});

it('draws a constant in the middle, and nothing for an axis without values', () => {
  expect(parallelAxis('k', [10, 10]).positions).toEqual([0.5, 0.5]);
  expect(parallelAxis('k', [NaN]).positions).toEqual([NaN]);
});

it('keeps the lines within all ranges, ends included, and none without a value there', () => {
  const [a, b] = [parallelAxis('a', [0, 5, 10, NaN]), parallelAxis('b', [1, 0, 1, 1])];
  const axes = [a, b];
  const within = (ranges: Parameters<typeof isWithin>[1]) => [0, 1, 2, 3].filter((line) => isWithin(axes, ranges, line));
  expect(within({})).toEqual([0, 1, 2, 3]);
  expect(within({ [a.id]: [0.5, 1] })).toEqual([1, 2]);
  expect(within({ [a.id]: [0.5, 1], [b.id]: [0.5, 1] })).toEqual([2]);
});

it('does not carry a range over to another scale', () => {
  expect(parallelAxis('a', [0, 5]).id).toBe(parallelAxis('a', [5, 2, 0]).id);
  expect(parallelAxis('a', [0, 5]).id).not.toBe(parallelAxis('a', [0, 8]).id);
  expect(parallelAxis('rule', ['x', 'z']).id).not.toBe(parallelAxis('rule', ['x', 'y', 'z']).id);
});

it('says yes and no of a choice between the two', () => {
  const seen = parallelAxis('Seen videos removed', [true, false]);
  expect([seen.low, seen.high, seen.positions]).toEqual(['no', 'yes', [1, 0]]);
});

it('orders and clamps a range, and drops one over the whole axis', () => {
  expect(withRange({}, 'a', 0.8, 0.2)).toEqual({ a: [0.2, 0.8] });
  expect(withRange({ b: [0, 0.5] }, 'a', -1, 0.5)).toEqual({ b: [0, 0.5], a: [0, 0.5] });
  expect(withRange({ a: [0.2, 0.8] }, 'a', 0, 1)).toEqual({});
});
