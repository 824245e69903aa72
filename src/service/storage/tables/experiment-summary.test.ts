import { expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { clearWinner } from './experiment-summary';

type Variants = ExperimentResult['variants'];

const variants = (...rivals: [verdict: string, low: number, high: number][]): Variants =>
  [
    { name: 'A', metrics: [], comparisons: [] },
    ...rivals.map(([verdict, low, high], index) => ({
      name: 'BCD'.charAt(index),
      metrics: [],
      comparisons: [{ verdict, difference: (low + high) / 2, interval: { low, high, level: 0.95 } }],
    })),
  ] as unknown as Variants;

it('names a winner only if its lead is decided', () => {
  expect(clearWinner(variants(['undecided', -0.1, 0.3]))).toBeNull();
  expect(clearWinner(variants(['better', 0.1, 0.3]))).toBe('B');
  expect(clearWinner(variants(['worse', -0.3, -0.1]))).toBe('A');
  expect(clearWinner(variants())).toBeNull();
});

it('names no winner among several better variants that do not differ decisively', () => {
  expect(clearWinner(variants(['better', 0.1, 0.3], ['better', 0.2, 0.4]))).toBeNull();
  expect(clearWinner(variants(['better', 0.1, 0.2], ['better', 0.3, 0.4]))).toBe('C');
  expect(clearWinner(variants(['better', 0.1, 0.2], ['undecided', -0.1, 0.3]))).toBeNull();
});

it('follows the direction of a metric where lower is better', () => {
  expect(clearWinner(variants(['better', -0.4, -0.3], ['better', -0.2, -0.1]))).toBe('B');
});
