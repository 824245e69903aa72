import { describe, expect, it } from 'vitest';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { matchesExperiment as matches } from '#shared/experiment-search';
import { commonMetrics, experimentRow } from './experiment-rows';

const metric = (spec: string, value: number | null) => ({ spec, value, verdict: null, reason: '' });
const run = (patch: Partial<ExperimentSummary> = {}): ExperimentSummary => ({
  id: '1',
  name: 'Fresh first',
  notes: 'tried on Monday',
  createdAtMs: 1,
  variantNames: ['Popular', 'Balanced'],
  bestVariant: 'Balanced',
  winner: null,
  weightChanges: [],
  settings: {},
  numberNotes: [],
  challenger: null,
  testUserCount: 9,
  metrics: [metric('ndcg@10', 0.3), metric('coverage@10', 0.5)],
  ...patch,
});

describe('experiment rows', () => {
  it('finds a metric by its name', () => {
    expect(experimentRow(run()).metrics.get('ndcg@10')?.value).toBe(0.3);
    expect(experimentRow(run()).metrics.has('mrr@10')).toBe(false);
  });

  it('has the difference of the challenger beside the value of a first variant that is the best', () => {
    const challenger = {
      name: 'Balanced',
      settings: {},
      metrics: [{ spec: 'ndcg@10', value: 0.2, verdict: 'worse' as const, reason: 'because', difference: -0.1, low: -0.2, high: -0.05 }],
    };
    const best = experimentRow(run({ bestVariant: 'Popular', challenger })).metrics;
    expect(best.get('ndcg@10')).toMatchObject({ value: 0.3, compared: 'Balanced', difference: -0.1, low: -0.2, verdict: 'worse' });
    expect(best.get('coverage@10')).toEqual(metric('coverage@10', 0.5));
    expect(experimentRow(run({ challenger })).metrics.get('ndcg@10')).toEqual(metric('ndcg@10', 0.3));
  });

  it('lists the most common metrics first', () => {
    expect(commonMetrics([run(), run({ metrics: [metric('coverage@10', null)] })], 1)).toEqual(['coverage@10']);
  });

  it('finds words in any order in name, notes and variants', () => {
    expect(matches(run(), 'monday fresh')).toBe(true);
    expect(matches(run(), 'balanced')).toBe(true);
    expect(matches(run(), 'tuesday')).toBe(false);
    expect(matches(run(), '')).toBe(true);
  });
});
