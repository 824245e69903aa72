import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoredItems } from '../model/candidates';
import { Fusion } from './fuse';

const list = (items: number[], scores = items.map((_, i) => 10 - i)): ScoredItems => ({
  items: Int32Array.from(items),
  scores: Float64Array.from(scores),
});

describe('Fusion', () => {
  it('adds 1 / (60 + position): third in one list and first in another give 1/63 + 1/61', () => {
    const pool = new Fusion(20, { id: 'rrf', k: 60 }, 10).fuse([list([4, 5, 7]), list([7, 4])], ['a', 'b']);
    expect([...pool.items]).toEqual([4, 7, 5]);
    expect(pool.scores[1]).toBeCloseTo(1 / 63 + 1 / 61, 15);
    expect(pool.scores[0]).toBeCloseTo(1 / 61 + 1 / 62, 15);
    expect(pool.scores[2]).toBeCloseTo(1 / 62, 15);
    expect([...pool.sourceMasks]).toEqual([0b11, 0b11, 0b01]);
    expect(pool.sourceIds).toEqual(['a', 'b']);
  });

  it('uses the best min-max normalised score of any source', () => {
    const lists = [list([1, 2, 3], [100, 75, 50]), list([3, 4, 5], [0.9, 0.6, 0.1]), list([9], [-3])];
    const pool = new Fusion(20, { id: 'max-score', k: 60 }, 10).fuse(lists, ['a', 'b', 'c']);
    expect([...pool.items]).toEqual([1, 3, 9, 4, 2, 5]);
    expect([...pool.scores]).toEqual([1, 1, 1, expect.closeTo(0.625, 12), 0.5, 0]);
    expect([...pool.sourceMasks]).toEqual([1, 3, 4, 2, 1, 2]);
  });

  it('truncates to the pool size after merging, breaks ties by ascending row, and reuses its buffers correctly', () => {
    const fusion = new Fusion(20, { id: 'rrf', k: 60 }, 2);
    expect([...fusion.fuse([list([8]), list([3]), list([5])], ['a', 'b', 'c']).items]).toEqual([3, 5]);
    const next = fusion.fuse([list([5])], ['a']);
    expect([next.count, ...next.items, ...next.sourceMasks]).toEqual([1, 5, 1]);
    expect(fusion.fuse([list([])], ['a']).count).toBe(0);
  });

  it('matches the formula on random lists', () => {
    const lists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 12 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 40 }), (rows, poolSize) => {
        const pool = new Fusion(30, { id: 'rrf', k: 60 }, poolSize).fuse(
          rows.map((row) => list(row)),
          rows.map(String),
        );
        const scores = new Map<number, number>();
        for (const row of rows) row.forEach((item, i) => scores.set(item, (scores.get(item) ?? 0) + 1 / (61 + i)));
        const expected = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, poolSize);
        expect([...pool.items]).toEqual(expected.map(([item]) => item));
        expect([...pool.scores]).toEqual(expected.map(([, score]) => score));
      }),
    );
  });
});

describe('weights of sources', () => {
  const lists = [list([1, 2]), list([3, 1])];

  it('multiply the contributions of a source; weight 0 excludes its items', () => {
    const fuse = (weights: number[]) => new Fusion(20, { id: 'rrf', k: 60 }, 10).fuse(lists, ['a', 'b'], weights);
    expect([...fuse([1, 3]).items]).toEqual([1, 3, 2]);
    expect([...fuse([1, 3]).scores]).toEqual([1 / 61 + 3 / 62, 3 / 61, 1 / 62]);
    expect([...fuse([1, 0]).items]).toEqual([1, 2]);
    expect([...fuse([1, 0]).sourceMasks]).toEqual([1, 1]);
    expect(fuse([0, 0]).count).toBe(0);
  });

  it('apply to the weighted sum under each source’s own normalisation', () => {
    const merge = { id: 'wsum', k: 60, params: { normalization: 'none', perSource: ['none', 'rank'] } };
    const pool = new Fusion(20, merge, 10).fuse(lists, ['a', 'b'], [0.5, 4]);
    expect(Object.fromEntries(Array.from(pool.items, (item, i) => [item, pool.scores[i]]))).toEqual({
      1: 0.5 * 10 + 4 * 0.5,
      2: 4.5,
      3: 4,
    });
  });

  it('rejects an unknown method or parameter by name', () => {
    expect(() => new Fusion(20, { id: 'nosuch', k: 60 }, 10)).toThrow('expected one of rrf');
    expect(() => new Fusion(20, { id: 'rbc', k: 60, params: { phi: 2 } }, 10)).toThrow('candidates.merge.params.phi');
    expect(() => new Fusion(20, { id: 'isr', k: 60, params: { nosuch: 2 } }, 10)).toThrow('unknown parameter “nosuch”');
  });
});
