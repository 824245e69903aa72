import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PreferencePairs } from '#engine/rerank/learning/pairs';
import { fitPairwiseLogistic } from '#engine/rerank/learning/pairwise-logistic';

interface Golden {
  readonly poolCount: number;
  readonly pairsPerPool: number;
  readonly differences: number[];
  readonly weights: number[];
  readonly free: { readonly l2: number; readonly weights: number[] }[];
  readonly bounded: {
    readonly l2: number;
    readonly lower: (number | null)[];
    readonly upper: (number | null)[];
    readonly weights: number[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('pairwise-logistic.json', import.meta.url), 'utf8')) as Golden;
const pairs: PreferencePairs = {
  signalIds: ['a', 'b', 'c', 'd'],
  count: golden.weights.length,
  differences: Float64Array.from(golden.differences),
  weights: Float64Array.from(golden.weights),
  offsets: Int32Array.from({ length: golden.poolCount + 1 }, (_, u) => u * golden.pairsPerPool),
};
const bounds = (values: (number | null)[], open: number): Float64Array => Float64Array.from(values, (value) => value ?? open);
const unbounded = { lower: new Float64Array(4).fill(-Infinity), upper: new Float64Array(4).fill(Infinity) };
const expectClose = (actual: Float64Array, expected: number[]): void =>
  actual.forEach((weight, s) => expect(Math.abs(weight - expected[s]), `weight ${s}`).toBeLessThan(1e-6));

describe('pairwise logistic regression', () => {
  it.each(golden.free)('equals scikit-learn at l2 = $l2', ({ l2, weights }) => {
    const fit = fitPairwiseLogistic(pairs, { l2, ...unbounded });
    expectClose(fit.weights, weights);
    expect(fit.gradient).toBeLessThan(1e-10);
  });

  it.each(golden.bounded)('equals scipy within bounds at l2 = $l2', ({ l2, lower, upper, weights }) => {
    const fit = fitPairwiseLogistic(pairs, { l2, lower: bounds(lower, -Infinity), upper: bounds(upper, Infinity) });
    expectClose(fit.weights, weights);
  });

  it('counts repeatedly sampled pools repeatedly', () => {
    const multiplicity = Float64Array.from({ length: golden.poolCount }, (_, u) => u % 3);
    const repeated = {
      ...pairs,
      weights: pairs.weights.map((weight, p) => weight * (Math.floor(p / golden.pairsPerPool) % 3)),
    };
    const drawn = fitPairwiseLogistic(pairs, { l2: 1e-3, ...unbounded, multiplicity });
    expectClose(drawn.weights, [...fitPairwiseLogistic(repeated, { l2: 1e-3, ...unbounded }).weights]);
  });

  it('gives weight 0 to signals without differences', () => {
    const flat = { ...pairs, differences: pairs.differences.map((value, at) => (at % 4 === 2 ? 0 : value)) };
    expect(fitPairwiseLogistic(flat, { l2: 1e-6, ...unbounded }).weights[2]).toBe(0);
  });
});
