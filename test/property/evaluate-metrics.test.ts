import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import type { EvaluationContext } from '#engine/model/evaluation-context';
import type { Qrels, Run } from '#engine/model/run';

const itemCount = 24;
const cutoffs = [1, 3, 10];

interface Example {
  /** Per user: a ranking of distinct items, possibly empty, and grades by item (0 = not relevant, absent = not judged). */
  readonly users: readonly { readonly ranking: readonly number[]; readonly grades: readonly (number | undefined)[] }[];
}

const user = fc.record({
  ranking: fc.shuffledSubarray(Array.from({ length: itemCount }, (_, i) => i)),
  grades: fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }), { minLength: itemCount, maxLength: itemCount }),
});
const examples: fc.Arbitrary<Example> = fc.record({ users: fc.array(user, { minLength: 1, maxLength: 6 }) });

function qrelsOf({ users }: Example): Qrels {
  const offsets = [0];
  const items: number[] = [];
  const grades: number[] = [];
  for (const { grades: given } of users) {
    given.forEach((grade, item) => {
      if (grade === undefined) return;
      items.push(item);
      grades.push(grade);
    });
    offsets.push(items.length);
  }
  return {
    users: Int32Array.from(users.keys()),
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(items),
    grades: Float64Array.from(grades),
    relevance: 'random',
  };
}

function runOf({ users }: Example): Run {
  const items = new Int32Array(users.length * itemCount).fill(-1);
  users.forEach(({ ranking }, u) => items.set(ranking, u * itemCount));
  const scores = Float64Array.from({ length: items.length }, (_, p) => itemCount - (p % itemCount));
  return {
    users: Int32Array.from(users.keys()),
    length: itemCount,
    counts: Int32Array.from(users, (u) => u.ranking.length),
    items,
    scores,
  };
}

const dimensions = 3;
const context: EvaluationContext = {
  itemCount,
  trainingUserCount: 9,
  itemUserCounts: Float64Array.from({ length: itemCount }, (_, i) => i % 9),
  knownItems: Uint8Array.from({ length: itemCount }, (_, i) => (i % 7 === 0 ? 0 : 1)),
  trainingInteractions: {
    rows: 6,
    columns: itemCount,
    offsets: Int32Array.from({ length: 7 }, (_, u) => 2 * u),
    indices: Int32Array.from({ length: 12 }, (_, p) => p + (p % 2)),
    values: new Float32Array(12).fill(1),
  },
  itemCategories: {
    labels: ['a', 'b', 'c'],
    offsets: Int32Array.from({ length: itemCount + 1 }, (_, i) => i),
    codes: Int32Array.from({ length: itemCount }, (_, i) => i % 3),
  },
  embeddings: {
    count: itemCount,
    dimensions,
    vectors: Float32Array.from({ length: itemCount * dimensions }, (_, p) => Math.sin(p * 1.7)),
    provider: 'test',
    model: 'test',
    textRecipe: '',
    normalized: false,
    latestTimestampMs: NaN,
    fingerprint: '' as never,
  },
};

const specsFor = (k: number): string[] =>
  metricRegistry.list().map((metric) => (metric.cutoff === 'none' ? metric.id : `${metric.id}@${k}`));
const accuracy = metricRegistry.list().filter((metric) => metric.scope === 'user' && metric.needsRelevant && metric.id !== 'serendipity');
const measure = (example: Example, specs: string[]): Map<string, number[]> =>
  new Map(evaluateRun(runOf(example), qrelsOf(example), parseMetricSpecs(specs), context).metrics.map((m) => [m.spec, [...m.values]]));

/** The ideal order: relevant items by descending grade, then items judged irrelevant, then the rest. */
function idealised({ users }: Example): Example {
  const rank = (grade: number | undefined): number => (grade === undefined ? -1 : grade);
  return {
    users: users.map(({ grades }) => ({
      grades,
      ranking: [...grades.keys()].sort((a, b) => rank(grades[b]) - rank(grades[a]) || a - b),
    })),
  };
}

describe('every metric', () => {
  it('stays within its published range or is undefined with a reason', () => {
    fc.assert(
      fc.property(examples, fc.constantFrom(...cutoffs), (example, k) => {
        const { metrics } = evaluateRun(runOf(example), qrelsOf(example), parseMetricSpecs(specsFor(k)), context);
        for (const metric of metrics) {
          const [low, high] = metricRegistry.get(metric.metricId).range;
          for (const value of [...metric.values, metric.value]) {
            if (Number.isNaN(value)) continue;
            expect(value, metric.spec).toBeGreaterThanOrEqual(low - 1e-12);
            expect(value, metric.spec).toBeLessThanOrEqual(high + 1e-12);
          }
          const excluded = Object.values(metric.excludedBecause).reduce((sum, count) => sum + count, 0);
          expect(excluded, metric.spec).toBe(metric.excludedCount);
          expect(metric.evaluatedCount + metric.excludedCount, metric.spec).toBe(example.users.length);
        }
      }),
    );
  });

  it('does not depend on the order of users or on the other users', () => {
    fc.assert(
      fc.property(examples, (example) => {
        const together = measure(example, specsFor(3));
        const reversed = measure({ users: example.users.toReversed() }, specsFor(3));
        for (const [spec, values] of together) {
          // Metrics that read a user's own history follow the user's row, which reversing changes.
          if (/serendipity|calibration/.test(spec)) continue;
          expect(reversed.get(spec)!.toReversed(), spec).toEqual(values);
        }
        example.users.forEach((one, u) => {
          for (const metric of accuracy) {
            const spec = metric.cutoff === 'none' ? metric.id : `${metric.id}@3`;
            expect(measure({ users: [one] }, [spec]).get(spec), spec).toEqual([together.get(spec)![u]]);
          }
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('accuracy metrics', () => {
  it('give a perfect ranking 1 wherever 1 can be reached', () => {
    const reachable = [
      'ndcg',
      'ndcg@1',
      'ndcg@3',
      'ndcg_burges@3',
      'map',
      'map_capped@3',
      'mrr',
      'hit_rate@1',
      'recall',
      'recall_capped@3',
      'bpref',
      'r_precision',
    ];
    fc.assert(
      fc.property(examples, (example) => {
        for (const [spec, values] of measure(idealised(example), reachable)) {
          example.users.forEach(({ grades }, u) => {
            if (grades.some((grade) => (grade ?? 0) > 0)) expect(values[u], spec).toBeCloseTo(1, 12);
            else expect(values[u], spec).toBeNaN();
          });
        }
      }),
    );
  });

  it('ignore items below the cutoff', () => {
    fc.assert(
      fc.property(user, fc.constantFrom(...cutoffs), (one, k) => {
        const specs = accuracy.filter((metric) => metric.cutoff !== 'none').map((metric) => `${metric.id}@${k}`);
        const kept = one.ranking.slice(0, k);
        const outsider = one.ranking.slice(k).find((item) => (one.grades[item] ?? 0) === 0);
        fc.pre(kept.length === k && outsider !== undefined);
        const short = measure({ users: [{ ...one, ranking: kept }] }, specs);
        const longer = measure({ users: [{ ...one, ranking: [...kept, outsider] }] }, specs);
        expect(longer).toEqual(short);
      }),
    );
  });

  it('never decrease when a more relevant item moves up', () => {
    const specs = ['ndcg', 'ndcg@3', 'ndcg@10', 'ndcg_burges@3', 'map', 'map@3', 'mrr', 'rbp', 'precision@3', 'recall@3', 'hit_rate@3'];
    fc.assert(
      fc.property(user, fc.nat(), fc.nat(), (one, x, y) => {
        fc.pre(one.ranking.length >= 2);
        const [above, below] = [x % one.ranking.length, y % one.ranking.length].sort((a, b) => a - b);
        const grade = (position: number): number => one.grades[one.ranking[position]] ?? 0;
        fc.pre(grade(below) > grade(above));
        const swapped = [...one.ranking];
        [swapped[above], swapped[below]] = [swapped[below], swapped[above]];
        const before = measure({ users: [one] }, specs);
        const after = measure({ users: [{ ...one, ranking: swapped }] }, specs);
        for (const spec of specs) expect(after.get(spec)![0], spec).toBeGreaterThanOrEqual(before.get(spec)![0] - 1e-12);
      }),
    );
  });
});
