import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '#shared/ids';
import { csrFromTriplets } from '../../core/linear-algebra/matrix';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Embeddings } from '../../model/vectors';
import { evaluateRun } from '../evaluate-run';
import { parseMetricSpec } from './metric-spec';

/** Items 0 and 1 point the same way, item 2 at a right angle, item 3 the opposite way, item 4 has no text. */
const embeddings: Embeddings = {
  count: 5,
  dimensions: 2,
  vectors: Float32Array.of(1, 0, 2, 0, 0, 3, -1, 0, 0, 0),
  provider: 'test',
  model: 'test',
  textRecipe: '',
  normalized: false,
  latestTimestampMs: NaN,
  fingerprint: '' as Fingerprint,
};

const context: EvaluationContext = {
  itemCount: 5,
  trainingUserCount: 8,
  itemUserCounts: Float64Array.of(8, 4, 2, 1, 0),
  knownItems: Uint8Array.of(1, 1, 1, 1, 0),
  // User 0 had items 0 and 1; user 1 had item 2; user 2 nothing.
  trainingInteractions: csrFromTriplets(3, 5, [0, 0, 1], [0, 1, 2], [1, 1, 1]),
  // Item 0: category 0; item 1: categories 0 and 1; item 2: category 1; items 3 and 4: none.
  itemCategories: { labels: ['drama', 'comedy'], offsets: Int32Array.of(0, 1, 3, 4, 4, 4), codes: Int32Array.of(0, 0, 1, 1) },
  embeddings,
};

/** Users 0, 1, 2; every item is judged relevant for everyone. */
function measure(
  lists: number[][],
  spec: string,
  evaluationContext: EvaluationContext = context,
): { values: number[]; value: number; excluded: object } {
  const length = Math.max(1, ...lists.map((list) => list.length));
  const items = new Int32Array(lists.length * length).fill(-1);
  lists.forEach((list, u) => items.set(list, u * length));
  const users = Int32Array.from(lists.keys());
  const run = { users, length, counts: Int32Array.from(lists, (list) => list.length), items, scores: new Float64Array(items.length) };
  const qrels = {
    users,
    offsets: Int32Array.from({ length: lists.length + 1 }, (_, u) => 5 * u),
    items: Int32Array.from({ length: 5 * lists.length }, (_, p) => p % 5),
    grades: new Float64Array(5 * lists.length).fill(1),
    relevance: 'all',
  };
  const [metric] = evaluateRun(run, qrels, [parseMetricSpec(spec)], evaluationContext).metrics;
  return { values: [...metric.values], value: metric.value, excluded: metric.excludedBecause };
}

describe('novelty and popularity', () => {
  it('depend on training popularity only', () => {
    // 8, 4, 2, 1 of 8 users: 0, 1, 2, 3 bits; the unseen item 4 counts as if one user had seen it.
    expect(measure([[0, 1, 2, 3]], 'novelty@10').value).toBe(1.5);
    expect(measure([[3, 4]], 'novelty@2').value).toBe(3);
    expect(measure([[0, 1, 4]], 'popularity@10').value).toBe(4);
    expect(measure([[0], []], 'novelty@1')).toEqual({ values: [0, NaN], value: 0, excluded: { 'too-few-items': 1 } });
  });
});

describe('intra-list diversity', () => {
  it('is the mean pairwise cosine distance, independent of the vectors’ lengths', () => {
    expect(measure([[0, 1]], 'ild@10').value).toBeCloseTo(0, 12);
    expect(measure([[0, 2]], 'ild@10').value).toBeCloseTo(1, 12);
    expect(measure([[0, 3]], 'ild@10').value).toBeCloseTo(2, 12);
    expect(measure([[0, 1, 2, 3]], 'ild@10').value).toBeCloseTo((0 + 1 + 2 + 1 + 2 + 1) / 6, 12);
  });

  it('ignores items without a vector and lists with fewer than two vectors', () => {
    expect(measure([[0, 4, 2]], 'ild@10').value).toBeCloseTo(1, 12);
    expect(measure([[0, 4], [0]], 'ild@10')).toMatchObject({ value: NaN, excluded: { 'too-few-items': 2 } });
  });
});

describe('serendipity', () => {
  it('rewards relevant items far from the history', () => {
    // User 0's history points along the first axis: item 2 is unexpected by 1, item 3 by 2, item 0 by 0.
    expect(measure([[0, 2, 3]], 'serendipity@3').values[0]).toBeCloseTo((0 + 1 + 2) / 3, 12);
    expect(measure([[0], [0], [0]], 'serendipity@1')).toMatchObject({ excluded: { 'no-history': 1 } });
  });
});

describe('calibration', () => {
  it('compares the categories of the list with those of the history', () => {
    // User 0's mix is ¾ drama, ¼ comedy; item 1 is half and half.
    const p = [0.75, 0.25];
    const divergence = (q: number[]): number => p.reduce((sum, pc, c) => sum + pc * Math.log(pc / (0.99 * q[c] + 0.01 * pc)), 0);
    expect(measure([[0, 1]], 'calibration@10').values[0]).toBeCloseTo(0, 12);
    expect(measure([[2]], 'calibration@10').values[0]).toBeCloseTo(divergence([0, 1]), 12);
    expect(measure([[0]], 'calibration@10').values[0]).toBeCloseTo(divergence([1, 0]), 12);
    expect(measure([[3], [2], [0]], 'calibration@10').excluded).toEqual({ 'no-category-history': 2 });
  });
});

describe('coverage and concentration', () => {
  it('count items known at training time', () => {
    expect(measure([[0, 1], [1, 4], [0]], 'coverage@2').value).toBe(2 / 4);
    expect(measure([[0, 1], [1, 4], [0]], 'coverage_all@2').value).toBe(3 / 5);
    expect(measure([[0, 1], [1, 4], [0]], 'coverage@1').value).toBe(2 / 4);
  });

  it('is 0 for an even distribution and approaches 1 when one item has all', () => {
    expect(
      measure(
        [
          [0, 1],
          [2, 3],
        ],
        'gini@2',
      ).value,
    ).toBeCloseTo(0, 12);
    // Counts 0, 0, 0, 3 over four known items: 2·4·3/(4·3) − 5/4.
    expect(measure([[0], [0], [0]], 'gini@1').value).toBeCloseTo(0.75, 12);
    // Counts 0, 1, 1, 2: 2·(2 + 3 + 8)/(4·4) − 5/4.
    expect(
      measure(
        [
          [0, 1],
          [0, 2],
        ],
        'gini@2',
      ).value,
    ).toBeCloseTo(26 / 16 - 5 / 4, 12);
    expect(
      measure(
        [
          [0, 1],
          [0, 2],
        ],
        'gini_evenness@2',
      ).value,
    ).toBeCloseTo(1 - (26 / 16 - 5 / 4), 12);
    expect(measure([[4]], 'gini@1').value).toBeNaN();
  });
});
