import { expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { clearWinner, summarise } from './experiment-summary';

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

it('has the best challenger with its difference also where the baseline is best', () => {
  const variant = (name: string, value: number, difference?: number) => ({
    name,
    metrics: [{ spec: 'ndcg@10', value }],
    comparisons:
      difference === undefined ? [] : [{ spec: 'ndcg@10', verdict: 'worse', reason: '', difference, interval: { low: -0.3, high: -0.1 } }],
  });
  const result = {
    testUserCount: 9,
    variants: [variant('A', 0.5), variant('B', 0.2, -0.3), variant('C', 0.3, -0.2)] as unknown as Variants,
  };
  const configured = [0.1, 0.2, 0.3].map((popularity) => ({ weights: { popularity } }));
  expect(summarise(result, configured)).toMatchObject({
    bestVariant: 'A',
    weightChanges: [{ signal: 'popularity', from: 0.1, to: 0.3 }],
    challenger: { name: 'C', settings: { 'weights.popularity': 0.3 }, metrics: [{ value: 0.3, difference: -0.2, low: -0.3, high: -0.1 }] },
  });
  expect(summarise({ ...result, variants: result.variants.slice(0, 1) }).challenger).toBeNull();
});
