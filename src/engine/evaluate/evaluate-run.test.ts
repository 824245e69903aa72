import { describe, expect, it } from 'vitest';
import type { Qrels, Run } from '../model/run';
import { evaluateRun } from './evaluate-run';
import { parseMetricSpecs } from './metrics/metric-spec';

/** Qrels and a run from plain literals: user row → item → grade, user row → ranked items. */
function qrelsOf(judgements: Record<number, Record<number, number>>): Qrels {
  const users = Object.keys(judgements).map(Number);
  const perUser = users.map((user) => Object.entries(judgements[user]).map(([item, grade]) => [Number(item), grade] as const));
  const offsets = new Int32Array(users.length + 1);
  perUser.forEach((entries, u) => (offsets[u + 1] = offsets[u] + entries.length));
  return {
    users: Int32Array.from(users),
    offsets,
    items: Int32Array.from(perUser.flat(), ([item]) => item),
    grades: Float64Array.from(perUser.flat(), ([, grade]) => grade),
    relevance: 'given',
  };
}

function runOf(lists: Record<number, number[]>): Run {
  const users = Object.keys(lists).map(Number);
  const length = Math.max(...users.map((user) => lists[user].length), 1);
  const items = new Int32Array(users.length * length).fill(-1);
  const scores = new Float64Array(users.length * length);
  users.forEach((user, u) => {
    lists[user].forEach((item, i) => {
      items[u * length + i] = item;
      scores[u * length + i] = length - i;
    });
  });
  return { users: Int32Array.from(users), length, counts: Int32Array.from(users, (user) => lists[user].length), items, scores };
}

const valuesOf = (lists: Record<number, number[]>, judgements: Record<number, Record<number, number>>, specs: string[]): number[][] =>
  evaluateRun(runOf(lists), qrelsOf(judgements), parseMetricSpecs(specs), {}).metrics.map((metric) => [...metric.values]);

describe('evaluateRun', () => {
  // Relevant items at positions 1, 3 and 6 of six; a fourth relevant item is not in the list.
  const lists = { 7: [10, 11, 12, 13, 14, 15] };
  const judgements = { 7: { 10: 1, 12: 1, 15: 1, 20: 1 } };

  it('agrees with values computed by hand', () => {
    const cases: Record<string, number> = {
      'precision@5': 2 / 5,
      'precision@10': 3 / 10,
      'precision_list@10': 3 / 6,
      'recall@5': 2 / 4,
      'recall_capped@3': 2 / 3,
      map: (1 + 2 / 3 + 3 / 6) / 4,
      'map@3': (1 + 2 / 3) / 4,
      'map_capped@3': (1 + 2 / 3) / 3,
      'mrr@10': 1,
      'hit_rate@1': 1,
      'ndcg@3': (1 + 1 / 2) / (1 + 1 / Math.log2(3) + 1 / 2),
      'rbp@6:p=0.5': 0.5 * (1 + 0.25 + 0.03125),
      rbp: 0.2 * (1 + 0.64 + 0.8 ** 5),
      r_precision: 2 / 4,
    };
    valuesOf(lists, judgements, Object.keys(cases)).forEach(([value], i) =>
      expect(value, Object.keys(cases)[i]).toBeCloseTo(Object.values(cases)[i], 14),
    );
  });

  it('uses graded gain, linear by default and exponential in the Burges dialect', () => {
    const graded = { 0: { 1: 3, 2: 1, 3: 2 } };
    const list = { 0: [2, 1, 9] };
    const log3 = Math.log2(3);
    const [[linear], [burges]] = valuesOf(list, graded, ['ndcg@3', 'ndcg_burges@3']);
    expect(linear).toBeCloseTo((1 + 3 / log3) / (3 + 2 / log3 + 1 / 2), 14);
    expect(burges).toBeCloseTo((1 + 7 / log3) / (7 + 3 / log3 + 1 / 2), 14);
  });

  it('distinguishes failed, empty and unjudged', () => {
    const { metrics } = evaluateRun(
      runOf({ 1: [5], 2: [], 3: [5], 9: [5] }),
      qrelsOf({ 1: { 5: 1 }, 2: { 5: 1 }, 3: { 5: 0 }, 4: { 5: 1 } }),
      parseMetricSpecs(['ndcg@10']),
      {},
    );
    expect([...metrics[0].values]).toEqual([1, 0, NaN, NaN]);
    expect(metrics[0]).toMatchObject({
      value: 0.5,
      evaluatedCount: 2,
      excludedCount: 2,
      excludedBecause: { 'no-relevant-items': 1, 'no-list': 1 },
    });
    const complete = evaluateRun(
      runOf({ 1: [5], 2: [], 3: [5], 9: [5] }),
      qrelsOf({ 1: { 5: 1 }, 2: { 5: 1 }, 3: { 5: 0 }, 4: { 5: 1 } }),
      parseMetricSpecs(['ndcg@10']),
      {},
      { countMissingAsZero: true },
    );
    expect(complete.metrics[0]).toMatchObject({ value: 0.25, evaluatedCount: 4, excludedCount: 0 });
  });

  it('leaves a metric undefined and names the missing input', () => {
    const { metrics } = evaluateRun(runOf(lists), qrelsOf(judgements), parseMetricSpecs(['ild@10', 'coverage@10']), {});
    expect(metrics.map((metric) => metric.value)).toEqual([NaN, NaN]);
    expect(metrics.map((metric) => metric.note)).toEqual(['needs content embeddings', 'needs the items known at training time']);
    expect(metrics.map((metric) => metric.excludedBecause)).toEqual([{ 'missing-input': 1 }, { 'missing-input': 1 }]);
  });
});
