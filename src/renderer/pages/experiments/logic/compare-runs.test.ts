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

describe('compare runs', () => {
  it('has a column per variant and a row per metric, with gaps', () => {
    const columns = comparisonColumns([run('1', { 'ndcg@10': 0.2, 'mrr@10': 0.3 }), run('2', { 'ndcg@10': 0.25, 'ild@10': null })]);
    expect(columns.map((column) => [column.run, column.label])).toEqual([
      ['Run 1', 'A Popular'],
      ['Run 2', 'A Popular'],
    ]);
    const twins = comparisonColumns([run('1', {}), { ...run('2', {}), name: 'Run 1', createdAtMs: 60_000 }]);
    expect(twins.map((column) => column.run)).toEqual([expect.stringMatching(/^Run 1, /), expect.stringMatching(/^Run 1, /)]);
    const direction = (spec: string) => (spec === 'mrr@10' ? 'lower' : 'higher');
    expect(metricRows(columns, direction)).toEqual([
      { spec: 'ndcg@10', values: [0.2, 0.25], best: [1] },
      { spec: 'mrr@10', values: [0.3, null], best: [] },
      { spec: 'ild@10', values: [null, null], best: [] },
    ]);
  });

  it('finds the best in the direction of the metric, ties included', () => {
    const columns = comparisonColumns([run('1', { gini: 0.3, ndcg: 0.2 }), run('2', { gini: 0.1, ndcg: 0.2 }), run('3', { gini: 0.2 })]);
    const best = (direction: 'higher' | 'lower' | 'neither') => metricRows(columns, () => direction).map((row) => row.best);
    expect(best('higher')).toEqual([[0], [0, 1]]);
    expect(best('lower')).toEqual([[1], [0, 1]]);
    expect(best('neither')).toEqual([[], []]);
  });
});
