import { describe, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import type { AnnBackend } from '#engine/ann/port';
import { exactBackend } from '#engine/ann/backends/exact';
import { createRng } from '#engine/core/rng';
import { benchIndexes } from './index-bench';
import { recallOf, trueScores } from './index-recall';

const result = (ids: number[], scores: number[], neighborCount: number) => ({
  ids: Int32Array.from(ids),
  scores: Float32Array.from(scores),
  neighborCount,
});

describe('recall', () => {
  // Rows 1 and 2 are equal; row 3 is worse than both, row 0 better.
  const vectors = Float32Array.of(9, 0, 5, 1, 5, 1, 2, 0);
  const query = Float32Array.of(1, 0);

  it.each([
    ['the true neighbours', [0, 1], [9, 5], 1],
    ['a tie at the cut, whatever its id', [0, 2], [9, 5], 1],
    ['a worse neighbour with its true score', [0, 3], [9, 2], 0.5],
    ['a worse neighbour with an inflated score', [0, 3], [9, 100], 0.5],
    ['a repeated neighbour', [0, 0], [9, 9], 0.5],
    ['padding', [0, -1], [9, -Infinity], 0.5],
  ])('counts %s', async (_, ids, scores, expected) => {
    const score = trueScores(vectors, query, 2, 'inner-product');
    expect(await recallOf(result(ids, scores, 2), result([0, 1], [9, 5], 2), 1, score)).toBe(expected);
  });

  it('compares by the metric', () => {
    const by = (metric: 'inner-product' | 'cosine' | 'l2') => {
      const score = trueScores(vectors, query, 2, metric);
      return [0, 1, 2, 3].sort((a, b) => score(0, b) - score(0, a) || a - b);
    };
    expect([by('inner-product'), by('cosine'), by('l2')]).toEqual([
      [0, 1, 2, 3],
      [0, 3, 1, 2],
      [3, 1, 2, 0],
    ]);
  });
});

it('computes true scores instead of trusting those of the index', async () => {
  const dimensions = 6;
  const rng = createRng('recall');
  const vectors = Float32Array.from({ length: 200 * dimensions }, () => rng.normal());
  /** Finds every second true neighbour, with scores that are far too high. */
  class OverconfidentIndex extends ExactIndex {
    override async search(...call: Parameters<ExactIndex['search']>) {
      const found = await super.search(call[0], { ...call[1], neighborCount: 2 * call[1].neighborCount });
      const rows = found.ids.filter((_, i) => i % 2 === 0);
      return { ids: rows, scores: new Float32Array(rows.length).fill(1e9), neighborCount: call[1].neighborCount };
    }
  }
  const flat = { dimensions, metric: 'l2', type: 'Flat' } as const;
  const created: string[] = [];
  const backend: AnnBackend = {
    ...exactBackend,
    create: ({ type }) => {
      created.push(type);
      return type === 'Flat' ? new ExactIndex(flat) : new OverconfidentIndex(flat);
    },
  };
  const settings = {
    which: 'content',
    backend: 'auto',
    types: ['Flat', 'OverconfidentIndex'],
    neighborCount: 10,
    queryCount: 20,
    seed: 1,
  } as const;
  const { types } = await benchIndexes(
    backend,
    exactBackend,
    { vectors, queryRows: vectors, dimensions, metric: 'l2' },
    { ...settings, types: [...settings.types] },
  );
  expect(types.map(({ points }) => points[0]?.recall)).toEqual([1, 0.5]);
  // The exact neighbours come from the local backend; the measured backend creates only the requested types.
  expect(created).toEqual(settings.types);
});
