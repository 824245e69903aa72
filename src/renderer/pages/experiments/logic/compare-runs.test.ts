import { describe, expect, it } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import { variantSchema } from '#shared/schemas/variant';
import { comparisonColumns, metricRows } from './compare-runs';

const run = (id: string, metrics: Record<string, number | null>) =>
  ({
    id,
    name: `Run ${id}`,
    config: { variants: [variantSchema.parse({ name: 'Popular' })] },
    result: { variants: [{ metrics: Object.entries(metrics).map(([spec, value]) => ({ spec, value })) }] },
  }) as unknown as SavedExperiment;

describe('comparison of runs', () => {
  it('has a column per variant and a row per metric, empty where not measured', () => {
    const columns = comparisonColumns([run('1', { 'ndcg@10': 0.2, 'mrr@10': 0.3 }), run('2', { 'ndcg@10': 0.25, 'ild@10': null })]);
    expect(columns.map((column) => [column.run, column.label])).toEqual([
      ['Run 1', 'A Popular'],
      ['Run 2', 'A Popular'],
    ]);
    const twins = comparisonColumns([run('1', {}), { ...run('2', {}), name: 'Run 1', createdAtMs: 60_000 }]);
    expect(twins.map((column) => column.run)).toEqual([expect.stringMatching(/^Run 1, /), expect.stringMatching(/^Run 1, /)]);
    expect(metricRows(columns)).toMatchObject([
      { spec: 'ndcg@10', values: [0.2, 0.25] },
      { spec: 'mrr@10', values: [0.3, null] },
      { spec: 'ild@10', values: [null, null] },
    ]);
  });

  it('shows the verdict of a variant against the baseline of its run, and none for a baseline', () => {
    const decided = run('1', { ndcg: 0.3 });
    const comparisons = [{ spec: 'ndcg', verdict: 'undecided' }];
    const undecided = { ...decided, result: { variants: [{ metrics: [{ spec: 'ndcg', value: 0.4 }], comparisons }] } };
    const columns = comparisonColumns([decided, undecided as unknown as SavedExperiment]);
    expect(metricRows(columns).map(({ verdicts }) => verdicts)).toEqual([[undefined, 'undecided']]);
  });
});
