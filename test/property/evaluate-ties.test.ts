import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import type { MetricResult } from '#engine/model/evaluation';

const specs = parseMetricSpecs([
  'precision@3',
  'recall@3',
  'recall_capped@2',
  'precision_list@4',
  'ndcg@3',
  'ndcg',
  'ndcg_burges@2',
  'map',
  'map@3',
  'map_capped@2',
  'mrr',
  'mrr@2',
  'hit_rate@2',
  'rbp',
  'r_precision',
  'bpref',
]);

/** One user, items 0 … n − 1 with the given scores (descending) and grades (undefined = not judged). */
function measure(order: readonly number[], scores: readonly number[], grades: readonly (number | undefined)[]): MetricResult[] {
  const judged = grades.flatMap((grade, item) => (grade === undefined ? [] : [{ item, grade }]));
  const qrels = {
    users: Int32Array.of(0),
    offsets: Int32Array.of(0, judged.length),
    items: Int32Array.from(judged, ({ item }) => item),
    grades: Float64Array.from(judged, ({ grade }) => grade),
    relevance: 'given',
  };
  const run = {
    users: Int32Array.of(0),
    length: order.length,
    counts: Int32Array.of(order.length),
    items: Int32Array.from(order),
    scores: Float64Array.from(scores),
  };
  return [...evaluateRun(run, qrels, specs, {}).metrics];
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length <= 1) yield [...items];
  for (const [i, first] of items.entries()) {
    for (const rest of permutations(items.filter((_, j) => j !== i))) yield [first, ...rest];
  }
}

/** Every order of the items that keeps scores descending. */
function* tieOrders(scores: readonly number[]): Generator<number[]> {
  for (const order of permutations([...scores.keys()])) {
    if (order.every((item, position) => scores[item] === scores[position])) yield order;
  }
}

describe('ties', () => {
  const example = fc.record({
    scores: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 }).map((scores) => scores.sort((a, b) => b - a)),
    grades: fc.array(fc.constantFrom(undefined, 0, 1, 3), { minLength: 7, maxLength: 7 }),
  });

  it('span exactly the values over all orders', () => {
    fc.assert(
      fc.property(example, ({ scores, grades }) => {
        fc.pre(grades.some((grade) => (grade ?? 0) > 0));
        const all = [...tieOrders(scores)].map((order) => measure(order, scores, grades).map((metric) => metric.value));
        measure([...scores.keys()], scores, grades).forEach((metric, m) => {
          const values = all.map((row) => row[m]);
          const [low, high] = [Math.min(...values), Math.max(...values)];
          if (high - low < 1e-12) {
            expect(metric.ties?.affectedUserCount ?? 0, metric.spec).toBe(0);
            return;
          }
          expect(metric.ties?.minimum, metric.spec).toBeCloseTo(low, 12);
          expect(metric.ties?.maximum, metric.spec).toBeCloseTo(high, 12);
          expect(metric.ties?.affectedUserCount).toBe(1);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          if (metric.metricId === 'bpref') expect(metric.ties?.expected).toBeUndefined();
          else expect(metric.ties?.expected, metric.spec).toBeCloseTo(mean, 12);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are absent if no order of equal scores changes a value', () => {
    // The tie of the last two is below the cutoff of 2, but within the whole list.
    const result = new Map(measure([0, 1, 2, 3], [4, 3, 1, 1], [1, 0, 0, 1]).map((metric) => [metric.spec, metric.ties]));
    expect(result.get('mrr')).toBeUndefined();
    expect(result.get('hit_rate@2')).toBeUndefined();
    expect(result.get('precision@3')).toEqual({ minimum: 1 / 3, expected: 0.5, maximum: 2 / 3, affectedUserCount: 1 });
  });
});
