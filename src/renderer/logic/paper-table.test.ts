import { expect, it } from 'vitest';
import type { Conventions } from '#shared/schemas/conventions';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { paperTable } from './paper-table';
import { toLatex, toMarkdown } from './table-text';

const metric = {
  spec: 'ndcg@10',
  metricId: 'ndcg',
  cutoff: 10,
  scope: 'user',
  evaluatedCount: 614,
  excludedCount: 57,
  excludedBecause: {},
};
const comparison = {
  spec: 'ndcg@10',
  baselineValue: 0.2183,
  value: 0.22912,
  difference: 0.010812345,
  interval: { low: 0.004, high: 0.017, level: 0.95 },
  correctedInterval: { low: 0.0012, high: null, level: 0.99, method: 'sign-flip, inverted' },
  pValue: 0.0004,
  adjustedPValue: 0.003,
  pairCount: 614,
  verdict: 'better',
};
const variants = [
  { name: 'Popular', metrics: [{ ...metric, value: 0.2183 }], comparisons: [] },
  { name: 'Fresh_2', metrics: [{ ...metric, value: 0.22912 }], comparisons: [comparison] },
] as unknown as ExperimentResult['variants'];
const conventions = { split: { id: 'time', params: { fraction: 0.2 } }, statistics: { correction: 'holm' } } as unknown as Conventions;

it('prints the displayed digits, the interval in brackets, and a caption with n, split, correction and k', () => {
  const table = paperTable({ variants, familySize: 12, conventions });
  const caption =
    'Offline comparison, macro average over users; n = 614 test users; split: time fraction 0.2; intervals of the corrected tests, family level 95%; p corrected over 12 tests (Holm); k = 10.';
  expect(table.rows).toEqual([['ndcg@10', '0.2183', '0.2291', '+0.0108 [+0.0012, ∞]', '.003', 'better']]);
  expect(table.caption).toBe(caption);
  expect(toMarkdown(table)).toContain(`\n\n${caption}\n`);
  const latex = toLatex(table);
  expect(latex).toContain('\\begin{table}');
  expect(latex).toContain('B Fresh\\_2 & B $-$ A [interval] & p & Verdict');
  expect(latex).toContain('+0.0108 [+0.0012, $\\infty$]');
  expect(latex).toContain('\\caption{Offline comparison, macro average over users; n = 614 test users;');
});
