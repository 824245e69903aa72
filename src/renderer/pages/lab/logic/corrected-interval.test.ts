import { expect, it } from 'vitest';
import { correctedInterval } from './corrected-interval';
import type { MetricComparison } from './verdict-notes';

const comparison = (patch: Partial<MetricComparison>): MetricComparison => ({
  spec: 'ndcg@10',
  baselineValue: 0.2,
  value: 0.3,
  difference: 0.1,
  interval: { low: 0.02, high: 0.18, level: 0.95 },
  intervalMethod: 'user bootstrap',
  pValue: 0.014,
  adjustedPValue: 0.14,
  test: 'sign flip',
  pairCount: 600,
  verdict: 'undecided',
  reason: '',
  moreUsersNeeded: null,
  ...patch,
});

it('is wider by the ratio of the two quantiles, and contains 0 when the verdict is undecided', () => {
  const ends = correctedInterval(comparison({}));
  // z(.0025) / z(.025) = 2.8070 / 1.9600
  expect(ends?.low).toBeCloseTo(0.1 - 0.08 * (2.807 / 1.96), 3);
  expect(ends?.high).toBeCloseTo(0.1 + 0.08 * (2.807 / 1.96), 3);
  const edge = correctedInterval(comparison({ pValue: 0.03, adjustedPValue: 0.06, interval: { low: 0.05, high: 0.15, level: 0.95 } }));
  expect(edge?.low).toBe(0);
});

it('excludes 0 when the verdict is decided', () => {
  const decided = { pValue: 0.004, adjustedPValue: 0.04, verdict: 'better' as const };
  expect(correctedInterval(comparison(decided))?.low).toBeGreaterThan(0);
  const worse = { ...decided, difference: -0.1, interval: { low: -0.18, high: -0.02, level: 0.95 }, verdict: 'worse' as const };
  expect(correctedInterval(comparison(worse))?.high).toBeLessThan(0);
});

it('equals the plain interval for a single test, and is absent while a slider moves', () => {
  const alone = correctedInterval(comparison({ adjustedPValue: 0.014, verdict: 'better' }));
  expect(alone?.low).toBeCloseTo(0.02, 9);
  expect(correctedInterval(comparison({ pValue: null, adjustedPValue: null }))).toBeNull();
});
