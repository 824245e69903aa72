import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEvaluations } from '#engine/evaluate/comparison/compare';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { adjustPValues } from '#engine/evaluate/statistics/corrections';
import { signFlipTest } from '#engine/evaluate/statistics/sign-flip';
import { adjustFamily } from '#engine/evaluate/comparison/verdict';
import { createRng } from '#engine/core/rng';
import type { Evaluation } from '#engine/model/evaluation';
import type { Qrels, Run } from '#engine/model/run';

const resolution = (permutations: number) => ({ permutations, alpha: 0.05, testCount: 1 });

const itemCount = 15;
const settings = { confidence: 0.95, bootstrapSamples: 100, permutations: 100, correction: 'holm' as const, seed: 3 };
const specs = parseMetricSpecs(['ndcg@5', 'recall@5', 'coverage@5', 'gini@5', 'ild@5']);
const context = { knownItems: new Uint8Array(itemCount).fill(1) };

const rankings = fc.array(
  fc.shuffledSubarray(
    Array.from({ length: itemCount }, (_, i) => i),
    { minLength: 0 },
  ),
  {
    minLength: 2,
    maxLength: 24,
  },
);

function evaluation(lists: readonly (readonly number[])[]): Evaluation {
  const users = Int32Array.from(lists.keys());
  const items = new Int32Array(lists.length * itemCount).fill(-1);
  lists.forEach((list, u) => items.set(list, u * itemCount));
  const run: Run = {
    users,
    length: itemCount,
    counts: Int32Array.from(lists, (list) => list.length),
    items,
    scores: Float64Array.from(items, (_, p) => -p),
  };
  // Item u % 15 and the next two are relevant for user u; users 0, 7, 14 … have nothing relevant.
  const judged = Array.from(users, (u) => (u % 7 === 0 ? [] : [u, u + 1, u + 2].map((i) => i % itemCount).sort((a, b) => a - b)));
  const offsets = new Int32Array(users.length + 1);
  judged.forEach((list, u) => (offsets[u + 1] = offsets[u] + list.length));
  const qrels: Qrels = {
    users,
    offsets,
    items: Int32Array.from(judged.flat()),
    grades: new Float64Array(judged.flat().length).fill(1),
    relevance: 'made up',
  };
  return evaluateRun(run, qrels, specs, context);
}

/** Equal, or both without a value. */
function expectClose(actual: number | undefined, expected: number | undefined, digits: number, message = ''): void {
  if (actual === undefined || Number.isNaN(actual)) expect(actual, message).toEqual(expected);
  else expect(actual, message).toBeCloseTo(expected ?? NaN, digits);
}

describe('comparisons', () => {
  it('find nothing between a variant and itself', () => {
    fc.assert(
      fc.property(rankings, fc.boolean(), (lists, quick) => {
        const same = evaluation(lists);
        for (const comparison of adjustFamily(compareEvaluations(same, evaluation(lists), { ...settings, quick }))) {
          expect(comparison.verdict).toBe('undecided');
          // If one list holds every recommendation, the spread cannot be estimated, and no value is invented.
          if (comparison.pairCount < 2 || Number.isNaN(comparison.value) || Number.isNaN(comparison.standardError)) continue;
          expect(comparison, comparison.spec).toMatchObject({ difference: 0, pValue: 1, adjustedPValue: 1 });
          expect(comparison.interval).toMatchObject({ low: 0, high: 0 });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are mirrored when the arms are exchanged', () => {
    fc.assert(
      fc.property(rankings, rankings, (one, other) => {
        const size = Math.min(one.length, other.length);
        const [a, b] = [evaluation(one.slice(0, size)), evaluation(other.slice(0, size))];
        const forth = compareEvaluations(a, b, settings);
        compareEvaluations(b, a, settings).forEach((back, m) => {
          expectClose(back.difference, -forth[m].difference, 12);
          expectClose(back.pValue, forth[m].pValue, 9);
          if (!forth[m].details || !back.details) return;
          expect([back.details.wins, back.details.losses]).toEqual([forth[m].details.losses, forth[m].details.wins]);
          expectClose(back.details.wilcoxonPratt.pValue, forth[m].details.wilcoxonPratt.pValue, 12);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('are bit-identical for the same seed', () => {
    fc.assert(
      fc.property(rankings, rankings, (one, other) => {
        const size = Math.min(one.length, other.length);
        const run = (): unknown =>
          compareEvaluations(evaluation(one.slice(0, size)), evaluation(other.slice(0, size)), settings).map(
            ({ invertTest, ...numbers }) => ({ ...numbers, inverted: invertTest?.(0.99) }),
          );
        expect(run()).toEqual(run());
      }),
      { numRuns: 20 },
    );
  });

  it('use only the users that both arms measured', () => {
    const all = evaluation([[1], [1, 2], [2, 3], [9], [4, 5]]);
    const fewer: Evaluation = { users: all.users.subarray(1), metrics: all.metrics.map((m) => ({ ...m, values: m.values.subarray(1) })) };
    const [ndcg] = compareEvaluations(all, fewer, settings);
    expect(ndcg.pairCount).toBe(4);
    expect(ndcg.difference).toBe(0);
  });
});

describe('randomisation p-values', () => {
  it('are never 0, sampled or exact', () => {
    const far = Float64Array.from({ length: 60 }, (_, i) => (i === 0 ? -1 : 1 + i));
    expect(signFlipTest(far, resolution(999), createRng(1)).pValue).toBe(1 / 1000);
    // All of one sign: the observed pattern and its mirror image, counted without sampling.
    expect(signFlipTest(far.subarray(1), resolution(999), createRng(1)).pValue).toBe(2 ** -58);
    expect(signFlipTest(far.subarray(1, 7), resolution(999), createRng(1)).pValue).toBe(2 / 64);
  });

  it('count sums that differ only by rounding as equal', () => {
    // 0.1 + 0.2 − 0.3 is not 0 in floats: every sign pattern with the same real |sum| must count.
    const differences = [0.1, 0.2, -0.3];
    expect(signFlipTest(differences, resolution(10), createRng(1)).pValue).toBe(1);
    const scaled = Float64Array.from({ length: 16 }, (_, i) => (i % 3 === 0 ? -0.1 : 0.1));
    const whole = scaled.map((d) => Math.round(d * 10));
    expect(signFlipTest(scaled, resolution(10), createRng(1)).pValue).toBe(signFlipTest(whole, resolution(10), createRng(1)).pValue);
  });
});

describe('corrections', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  it('keep the order of p-values and never lower one', () => {
    fc.assert(
      fc.property(pValues, fc.constantFrom('holm' as const, 'benjamini-hochberg' as const), (p, correction) => {
        const adjusted = adjustPValues(p, correction);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
        const holm = adjustPValues(p, 'holm');
        adjustPValues(p, 'benjamini-hochberg').forEach((value, i) => expect(value).toBeLessThanOrEqual(holm[i] + 1e-15));
      }),
    );
  });
});

it('leave-one-out values of global metrics equal those of a run without the list', () => {
  fc.assert(
    fc.property(rankings, fc.constantFrom(1, 5, Infinity), (lists, cutoff) => {
      const { run } = evaluation(lists).source!;
      const indices = Int32Array.from(lists.keys());
      for (const metric of metricRegistry.list()) {
        if (metric.scope !== 'global') continue;
        const request = {
          cutoff,
          params: {},
          context: { knownItems: Uint8Array.from({ length: itemCount }, (_, i) => (i % 4 === 0 ? 0 : 1)) },
        };
        const without = metric.prepareLeaveOneOut(request)(run, indices);
        indices.forEach((left) => {
          const direct = metric.prepare(request)(
            run,
            indices.filter((l) => l !== left),
          );
          expectClose(without[left], direct, 12, metric.id);
        });
      }
    }),
    { numRuns: 40 },
  );
});
