import { describe, expect, it } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import { commonMetrics, experimentRow, matches } from './experiment-rows';

const variant = (name: string, ndcg: number | null) => ({
  name,
  metrics: [
    { spec: 'ndcg@10', value: ndcg },
    { spec: 'coverage@10', value: 0.5 },
  ],
  comparisons: name === 'A' ? [] : [{ spec: 'ndcg@10', verdict: 'better' }],
});
const run = (patch: object = {}) =>
  ({
    id: '1',
    name: 'Fresh first',
    notes: 'tried on Monday',
    config: { variants: [{ name: 'Popular' }, { name: 'Balanced' }] },
    result: { variants: [variant('A', 0.2), variant('B', 0.3), variant('C', 0.25)] },
    ...patch,
  }) as unknown as SavedExperiment;

describe('experiment rows', () => {
  it('shows the best variant by the first metric, with its comparisons', () => {
    const row = experimentRow(run());
    expect(row.shown).toBe('B');
    expect(row.values).toEqual({ 'ndcg@10': 0.3, 'coverage@10': 0.5 });
    expect(row.comparisons['ndcg@10']).toMatchObject({ verdict: 'better' });
  });

  it('a variant without a value never wins over one with', () => {
    expect(experimentRow(run({ result: { variants: [variant('A', null), variant('B', 0.1)] } })).shown).toBe('B');
    expect(experimentRow(run({ result: { variants: [variant('A', 0.1), variant('B', null)] } })).shown).toBe('A');
  });

  it('lists the most common metrics first', () => {
    const other = run({ result: { variants: [{ metrics: [{ spec: 'coverage@10' }], comparisons: [] }] } });
    expect(commonMetrics([run(), other], 1)).toEqual(['coverage@10']);
  });

  it('finds words in any order in name, notes and variants', () => {
    expect(matches(run(), 'monday fresh')).toBe(true);
    expect(matches(run(), 'balanced')).toBe(true);
    expect(matches(run(), 'tuesday')).toBe(false);
    expect(matches(run(), '')).toBe(true);
  });
});
