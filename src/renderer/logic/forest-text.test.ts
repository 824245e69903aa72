import { expect, it } from 'vitest';
import { comparisonFacts, effectText, forestText, formatEdge, type MetricComparison } from './forest-text';

const comparison: MetricComparison = {
  spec: 'ndcg@10',
  baselineValue: 0.2,
  value: 0.21,
  difference: 0.01,
  standardError: 0.004,
  interval: { low: 0.002, high: 0.018, level: 0.95 },
  correctedInterval: { low: -0.003, high: null, level: 0.99, method: 'sign-flip, inverted' },
  intervalMethod: 'paired bootstrap (BCa)',
  pValue: 0.012,
  adjustedPValue: 0.07,
  test: 'sign-flip, 10000 samples',
  pairCount: 625,
  verdict: 'undecided',
  reason: '',
  moreUsersNeeded: 400,
};

it('one difference in three units', () => {
  expect([effectText(comparison, 'relative'), effectText(comparison, 'absolute'), effectText(comparison, 'standardised')]).toEqual([
    '+5.0%',
    '+0.0100',
    '+0.10',
  ]);
  expect([formatEdge(2, 'relative'), formatEdge(0.05, 'absolute'), formatEdge(0.5, 'standardised')]).toEqual(['±200%', '±0.05', '±0.5']);
  // Without a baseline to relate to, the difference as it is.
  expect(effectText({ ...comparison, baselineValue: 0 }, 'relative')).toBe('+0.0100');
});

it('gives both intervals and both p-values of an undecided row, and values beyond the axis', () => {
  expect(comparisonFacts(comparison)).toEqual([
    ['Difference', '+0.0100, +5.0% of the baseline, dz +0.10'],
    ['95% interval', '+0.0020 to +0.0180 (paired bootstrap (BCa))'],
    ['Corrected interval', '−0.0030 to ∞ (sign-flip, inverted)'],
    ['p', '.070 corrected, .012 alone (sign-flip, 10000 samples)'],
    ['Users', '625 in pairs'],
  ]);
  expect(forestText(comparison, 'relative', 0.1)).toMatch(/; The interval extends beyond the axis, which ends at ±10%; undecided$/);
});
