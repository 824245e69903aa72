import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng';
import { nearestNeighbours } from './nearest-neighbours';
import { maxUmapPoints, umapLayout } from './umap';

/** Groups of points around far corners of a cube, interleaved: point i belongs to group i % groups. */
function clusters(count: number, groups: number, dimensions: number): Float32Array {
  const rng = createRng(11);
  return Float32Array.from({ length: count * dimensions }, (_none, at) => {
    const group = Math.floor(at / dimensions) % groups;
    return 0.3 * rng.normal() + (at % dimensions === group ? 5 : 0);
  });
}
const allRows = (count: number): Int32Array => Int32Array.from({ length: count }, (_none, row) => row);

describe('nearestNeighbours', () => {
  it('orders neighbours by distance, each point first in its own list', () => {
    const { indices, distances } = nearestNeighbours(Float32Array.of(0, 0, 3, 4, 0, 1, 0, 0), 2, 3);
    expect(indices).toEqual([
      [0, 3, 2],
      [1, 2, 0],
      [2, 0, 3],
      [3, 0, 2],
    ]);
    expect(distances[0]).toEqual([0, 0, 1]);
    expect(distances[1]?.[1]).toBeCloseTo(Math.sqrt(18), 6);
    expect(distances[1]?.[2]).toBe(5);
  });
});

describe('umapLayout', () => {
  const input = { vectors: clusters(45, 3, 8), dimensions: 8, rows: allRows(45), seed: 3 };

  it('keeps neighbourhoods: the nearest point in the plane belongs to the same group', () => {
    const { coordinates, rows } = umapLayout(input);
    expect(rows).toEqual(input.rows);
    const nearest = nearestNeighbours(coordinates, 2, 2).indices.map(([, other = -1]) => other);
    expect(nearest.filter((other, point) => other % 3 === point % 3).length).toBeGreaterThan(42);
  });

  it('gives the same layout for the same seed and another for another seed', () => {
    const first = umapLayout(input);
    expect(umapLayout(input)).toEqual(first);
    expect(umapLayout({ ...input, seed: 4 }).coordinates).not.toEqual(first.coordinates);
  });

  it('reports progress and can be cancelled between epochs', () => {
    const fractions: number[] = [];
    const context = {
      signal: {
        get aborted() {
          return fractions.some((fraction) => fraction > 0.5);
        },
      },
      report: (fraction: number) => fractions.push(fraction),
    };
    expect(() => umapLayout(input, context)).toThrow('Cancelled');
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(fractions.at(-1)).toBeLessThan(0.52);
  });

  it('states the minimum number of points', () => {
    expect(() => umapLayout({ ...input, rows: allRows(3) })).toThrow('at least 4 videos');
    expect(umapLayout({ ...input, rows: allRows(4) }).coordinates).toHaveLength(8);
    expect(maxUmapPoints).toBe(10_000);
  });
});
