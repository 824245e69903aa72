import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '#engine/core/rng';
import { compareEvaluations } from '#engine/evaluate/comparison/compare';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { pairedPower, usersNeeded } from '#engine/evaluate/statistics/power';
import { adjustFamily } from '#engine/evaluate/comparison/verdict';
import type { Evaluation, MetricResult } from '#engine/model/evaluation';
import type { Run } from '#engine/model/run';

/**
 * Many simulated experiments with known truth. Seeds are fixed, so the shares below are reproducible; the bounds are those
 * that the product promises.
 */
const settings = { confidence: 0.95, bootstrapSamples: 800, permutations: 800, correction: 'holm' as const };
const alpha = 0.05;

const metric = (values: Float64Array): MetricResult => ({
  spec: 'ndcg@10',
  metricId: 'ndcg',
  cutoff: 10,
  scope: 'user',
  values,
  value: NaN,
  evaluatedCount: values.length,
  excludedCount: 0,
  excludedBecause: {},
});
const evaluation = (values: Float64Array): Evaluation => ({
  users: Int32Array.from(values.keys()),
  metrics: [metric(values)],
});

/** Like ndcg@10 of real users: many zeros, other values anywhere up to 1, and a user's two values are correlated. */
function ndcgPair(rng: Rng): [number, number] {
  const taste = rng.next();
  const draw = (): number => (rng.next() < 0.35 + 0.3 * taste ? Math.min(1, taste * 0.5 + 0.6 * rng.next() ** 2) : 0);
  return [draw(), draw()];
}

interface Outcome {
  readonly rejected: number;
  readonly covered: number;
  readonly coveredByT: number;
}

function simulate(experiments: number, users: number, pair: (rng: Rng) => [number, number], truth: number, quick = false): Outcome {
  let rejected = 0;
  let covered = 0;
  let coveredByT = 0;
  for (let e = 0; e < experiments; e++) {
    const rng = createRng(`experiment ${e} of ${users} users`);
    const baseline = new Float64Array(users);
    const variant = new Float64Array(users);
    for (let u = 0; u < users; u++) [baseline[u], variant[u]] = pair(rng);
    const [comparison] = compareEvaluations(evaluation(baseline), evaluation(variant), { ...settings, seed: e, quick });
    if ((comparison.pValue ?? 1) <= alpha) rejected++;
    if (comparison.interval.low <= truth && truth <= comparison.interval.high) covered++;
    const t = comparison.details?.pairedT.interval ?? comparison.interval;
    if (t.low <= truth && truth <= t.high) coveredByT++;
  }
  return { rejected: rejected / experiments, covered: covered / experiments, coveredByT: coveredByT / experiments };
}

describe('A/A experiments', () => {
  it.each([
    { users: 100, quick: false },
    { users: 250, quick: false },
    { users: 250, quick: true },
  ])('reject at 4–6% and cover at 93–97% with $users users (quick: $quick)', ({ users, quick }) => {
    const { rejected, covered, coveredByT } = simulate(1_000, users, ndcgPair, 0, quick);
    expect(rejected).toBeGreaterThanOrEqual(0.04);
    expect(rejected).toBeLessThanOrEqual(0.06);
    for (const share of [covered, coveredByT]) {
      expect(share).toBeGreaterThanOrEqual(0.93);
      expect(share).toBeLessThanOrEqual(0.97);
    }
  });

  it('give false verdicts in at most 5% of families of metrics', () => {
    let families = 0;
    const experiments = 400;
    for (let e = 0; e < experiments; e++) {
      const rng = createRng(`family ${e}`);
      const comparisons = Array.from({ length: 6 }, () => {
        const pairs = Array.from({ length: 80 }, () => ndcgPair(rng));
        const arms = [0, 1].map((arm) => evaluation(Float64Array.from(pairs, (pair) => pair[arm])));
        return compareEvaluations(arms[0], arms[1], { ...settings, seed: e, quick: true })[0];
      });
      if (adjustFamily(comparisons).some(({ verdict }) => verdict !== 'undecided')) families++;
      // Without a correction about 1 − .95⁶ = 26% of the families would show a false winner.
    }
    expect(families / experiments).toBeLessThanOrEqual(0.06);
  });
});

describe('planted effects', () => {
  /** A variant that lifts a value by 0 … 0.2 for some users only: skewed differences of known mean. */
  const lift = 0.04;
  const planted = (rng: Rng): [number, number] => {
    const [a, b] = ndcgPair(rng);
    return [a, b + (rng.next() < 0.2 ? 5 * lift * rng.next() * 2 : 0)];
  };

  it('are covered by 93–97% of the intervals', () => {
    const { covered, coveredByT } = simulate(1_000, 150, planted, lift);
    for (const share of [covered, coveredByT]) {
      expect(share).toBeGreaterThanOrEqual(0.93);
      expect(share).toBeLessThanOrEqual(0.97);
    }
  });

  it('are found with the predicted power, ±3 points', () => {
    const rng = createRng('spread');
    const sample = Float64Array.from({ length: 200_000 }, () => {
      const [a, b] = planted(rng);
      return b - a;
    });
    const mean = sample.reduce((sum, d) => sum + d, 0) / sample.length;
    const spread = Math.sqrt(sample.reduce((sum, d) => sum + (d - mean) ** 2, 0) / sample.length);
    const enough = usersNeeded(lift, spread, alpha);
    for (const users of [Math.round(enough / 2), enough]) {
      const predicted = pairedPower(lift, spread, users, alpha);
      const { rejected } = simulate(3_500, users, planted, lift, true);
      expect(Math.abs(rejected - predicted), `${users} users, predicted ${predicted}`).toBeLessThanOrEqual(0.03);
    }
    expect(pairedPower(lift, spread, enough, alpha)).toBeGreaterThanOrEqual(0.8);
    expect(pairedPower(lift, spread, enough - 1, alpha)).toBeLessThan(0.8);
  });
});

describe('global metrics', () => {
  it('give no false positives for coverage and concentration', () => {
    const users = 80;
    const itemCount = 900;
    const specs = parseMetricSpecs(['coverage@5', 'gini@5']);
    const ids = Int32Array.from({ length: users }, (_, u) => u);
    const qrels = { users: ids, offsets: new Int32Array(users + 1), items: new Int32Array(0), grades: new Float64Array(0), relevance: '' };
    const knownItems = new Uint8Array(itemCount).fill(1);
    const lists = (rng: Rng): Run => {
      const items = Int32Array.from({ length: users * 5 }, () => Math.floor(itemCount * rng.next() ** 3));
      return { users: ids, length: 5, counts: new Int32Array(users).fill(5), items, scores: new Float64Array(users * 5) };
    };
    const experiments = 300;
    const rejected = [0, 0];
    const outside = [0, 0];
    for (let e = 0; e < experiments; e++) {
      const rng = createRng(`global ${e}`);
      const arms = [lists(rng), lists(rng)].map((run) => evaluateRun(run, qrels, specs, { knownItems }));
      compareEvaluations(arms[0], arms[1], { ...settings, bootstrapSamples: 500, permutations: 150, seed: e }).forEach((comparison, m) => {
        if ((comparison.pValue ?? 1) <= alpha) rejected[m]++;
        if (comparison.interval.low > 0 || comparison.interval.high < 0) outside[m]++;
      });
    }
    for (const share of rejected.map((count) => count / experiments)) {
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.08);
    }
    // The intervals are conservative; resampling the metric itself would exclude 0 in a quarter of the cases.
    for (const share of outside.map((count) => count / experiments)) expect(share).toBeLessThanOrEqual(0.06);
  });
});
