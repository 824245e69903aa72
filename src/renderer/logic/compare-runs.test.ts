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
    expect(columns.map(({ label }) => label)).toEqual(['Run 1 · A Popular', 'Run 2 · A Popular']);
    expect(metricRows(columns)).toEqual([
      { spec: 'ndcg@10', values: [0.2, 0.25], best: 1 },
      { spec: 'mrr@10', values: [0.3, null], best: 0 },
      { spec: 'ild@10', values: [null, null], best: -1 },
    ]);
  });
});
