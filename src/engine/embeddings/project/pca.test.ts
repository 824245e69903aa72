import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng';
import { evenlySpaced, principalComponents } from './pca';

const allRows = (count: number): Int32Array => Int32Array.from({ length: count }, (_none, row) => row);

describe('principalComponents', () => {
  it('finds the axes of four points', () => {
    // ±2 along (3, 4)/5 and ±1 across it, around (10, 20): variances 2 and .5, so shares .8 and .2.
    const vectors = Float32Array.of(11.2, 21.6, 8.8, 18.4, 9.2, 20.6, 10.8, 19.4);
    const { axes, coordinates, explainedVarianceFractions, fittedCount } = principalComponents({
      vectors,
      dimensions: 2,
      rows: allRows(4),
      components: 2,
    });
    [0.6, 0.8, 0.8, -0.6].forEach((value, index) => expect(axes[index]).toBeCloseTo(value, 5));
    [2, 0, -2, 0, 0, -1, 0, 1].forEach((value, index) => expect(coordinates[index]).toBeCloseTo(value, 5));
    expect(explainedVarianceFractions[0]).toBeCloseTo(0.8, 6);
    expect(explainedVarianceFractions[1]).toBeCloseTo(0.2, 6);
    expect(fittedCount).toBe(4);
  });

  it('ignores excluded rows', () => {
    const far = [1e6, -1e6];
    const vectors = Float32Array.of(1, 0, ...far, -1, 0, ...far);
    const { coordinates } = principalComponents({ vectors, dimensions: 2, rows: Int32Array.of(0, 2), components: 1 });
    expect([...coordinates]).toEqual([1, -1]);
  });

  it('places all points at the origin if variance or a second direction is missing', () => {
    const same = principalComponents({ vectors: Float32Array.of(3, 4, 3, 4), dimensions: 2, rows: allRows(2), components: 2 });
    expect([...same.coordinates]).toEqual([0, 0, 0, 0]);
    expect([...same.explainedVarianceFractions]).toEqual([0, 0]);
    const line = principalComponents({ vectors: Float32Array.of(1, 3), dimensions: 1, rows: allRows(2), components: 2 });
    expect([...line.coordinates]).toEqual([-1, 0, 1, 0]);
    expect(principalComponents({ vectors: new Float32Array(0), dimensions: 3, rows: allRows(0), components: 2 }).fittedCount).toBe(0);
  });

  it('finds planted axes in more dimensions than the search space, deterministically', () => {
    const dimensions = 300;
    const rng = createRng(5);
    const vectors = new Float32Array(500 * dimensions);
    for (let row = 0; row < 500; row++) {
      for (let d = 0; d < dimensions; d++) vectors[row * dimensions + d] = 0.05 * rng.normal();
      vectors[row * dimensions + 7] += 5 * rng.normal();
      vectors[row * dimensions + 250] += 2 * rng.normal();
    }
    const input = { vectors, dimensions, rows: allRows(500), components: 2 };
    const first = principalComponents(input);
    expect(first.axes[7]).toBeGreaterThan(0.999);
    expect(first.axes[dimensions + 250]).toBeGreaterThan(0.999);
    expect(principalComponents(input)).toEqual(first);
  });

  it('stops when it is cancelled', () => {
    const input = { vectors: new Float32Array(8), dimensions: 2, rows: allRows(4), components: 2 };
    expect(() => principalComponents(input, { signal: { aborted: true } })).toThrow('Cancelled');
  });
});

describe('evenlySpaced', () => {
  it('keeps all elements that fit, otherwise an evenly spaced subset', () => {
    const rows = Int32Array.of(2, 4, 6, 8, 10, 12);
    expect(evenlySpaced(rows, 6)).toBe(rows);
    expect([...evenlySpaced(rows, 3)]).toEqual([2, 6, 10]);
    expect([...evenlySpaced(rows, 4)]).toEqual([2, 4, 8, 10]);
  });
});
