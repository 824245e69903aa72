import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '#engine/core/rng';
import { gateMetric, gateVerdict } from '#engine/evaluate/gate/gate';
import { momentsOf } from '#engine/evaluate/statistics/moments';
import type { MetricComparison } from '#engine/model/evaluation';
import type { GateMetric } from '#shared/schemas/gate';

/** Gates with known truth. Seeds are fixed, so the shares below are reproducible. */
const users = 4_000;
const mean = 0.2;

/** The candidate's ndcg@10 differs user by user and is `loss` × the baseline's lower in the mean. */
function comparison(rng: Rng, loss: number): MetricComparison {
  const differences = Float64Array.from({ length: users }, () => 0.12 * (rng.next() + rng.next() + rng.next() - 1.5) - loss * mean);
  const moments = momentsOf(differences);
  return {
    spec: 'ndcg@10',
    metricId: 'ndcg',
    baselineValue: mean,
    value: mean + moments.mean,
    difference: moments.mean,
    standardError: moments.standardError,
    pairCount: users,
    details: { standardDeviation: moments.standardDeviation },
  } as unknown as MetricComparison;
}

function gates(count: number, loss: number, metricCount: number): GateMetric[][] {
  const rng = createRng(11);
  const rule = { marginShare: 0.01, detectShare: 0.03, confidence: 0.95, metricCount };
  return Array.from({ length: count }, () => Array.from({ length: metricCount }, () => gateMetric(comparison(rng, loss), rule)));
}
const shareOf = (runs: readonly GateMetric[][], verdict: string): number =>
  runs.filter((metrics) => gateVerdict(metrics) === verdict).length / runs.length;
const meanOf = (runs: readonly GateMetric[][], key: 'powerToPass' | 'powerToCatch'): number =>
  runs.reduce((sum, [metric]) => sum + metric[key]!, 0) / runs.length;

describe('the gate', () => {
  it('fails at most 5% of A/A runs, with one metric and with three', () => {
    expect(shareOf(gates(1_000, 0, 1), 'worse')).toBeLessThanOrEqual(0.05);
    // A thousand runs tell 5% from 6.4% at best (two standard errors).
    expect(shareOf(gates(1_000, 0, 3), 'worse')).toBeLessThanOrEqual(0.064);
  });

  it('passes A/A runs with the stated power', () => {
    const runs = gates(1_000, 0, 1);
    expect(Math.abs(shareOf(runs, 'pass') - meanOf(runs, 'powerToPass'))).toBeLessThan(0.03);
  });

  it('detects a planted −3% with the stated power, and passes it in at most 5% of the runs', () => {
    const runs = gates(1_000, 0.03, 1);
    expect(Math.abs(shareOf(runs, 'worse') - meanOf(runs, 'powerToCatch'))).toBeLessThan(0.03);
    expect(shareOf(runs, 'worse')).toBeGreaterThan(0.8);
    expect(shareOf(runs, 'pass')).toBeLessThanOrEqual(0.05);
  });

  it('passes a loss of exactly the margin in at most 5% of the runs', () => {
    expect(shareOf(gates(1_000, 0.01, 1), 'pass')).toBeLessThanOrEqual(0.06);
  });

  it('handles metrics where lower is better, and reports those it cannot compare', () => {
    const lower = { ...comparison(createRng(1), 0.5), metricId: 'calibration', spec: 'calibration@10' };
    const rule = { marginShare: 0.01, detectShare: 0.03, confidence: 0.95, metricCount: 1 };
    expect(gateMetric(lower, rule)).toMatchObject({ verdict: 'pass' });
    expect(gateMetric({ ...lower, pairCount: 1 }, rule)).toMatchObject({ verdict: 'undecided', lower: null });
    expect(gateVerdict([])).toBe('undecided');
  });
});
