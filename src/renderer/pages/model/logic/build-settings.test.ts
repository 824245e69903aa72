import { describe, expect, it } from 'vitest';
import { buildSettingsSchema } from '#shared/schemas/model';
import { choose, cumulative, reportStats, withParams, withMetric, withType } from './build-settings';

const settings = buildSettingsSchema.parse({ factors: { factorCount: 20, params: { tolerance: 0.1 } } });

describe('build settings', () => {
  it('accumulates explained variance', () => {
    expect(cumulative([0.5, 0.25, 0.125])).toEqual([
      [1, 0.5],
      [2, 0.75],
      [3, 0.875],
    ]);
  });

  it('uses the defaults of a newly selected method and keeps the other settings', () => {
    expect(choose(settings, 'factors', 'als').factors).toMatchObject({ method: 'als', factorCount: 20, params: {} });
    expect(choose(settings, 'embeddings', null).embeddings).toBeNull();
    expect(choose(settings, 'index', 'faiss').index).toMatchObject({ backend: 'faiss', params: {} });
    expect(withParams(settings, 'embeddings', { dimensions: 32 }).embeddings).toEqual({ provider: 'local', params: { dimensions: 32 } });
    expect(withParams(choose(settings, 'embeddings', null), 'embeddings', { a: 1 }).embeddings).toBeNull();
  });

  it('summarises a build in numbers', () => {
    const stats = reportStats({
      users: 1,
      videos: 1,
      interactions: 1,
      singularValues: [3, 2],
      explainedVarianceFractions: [0.4, 0.125],
      embeddings: { provider: 'local', model: 'm', dimensions: 64, count: 9125 },
      indexes: [{ which: 'content', backend: 'exact', description: '', count: 1, dimensions: 64, bytes: 2_340_000 }],
      millisecondsByStage: { read: 100, factors: 1150 },
      peakRssBytes: 300_000_000,
    });
    expect(stats).toEqual([
      ['Embeddings', '9,125 × 64'],
      ['Factors', '2'],
      ['Variance explained', '52.5%'],
      ['Index memory', '2.34 MB'],
      ['Built in', '1.3 s'],
      ['Peak memory', '300 MB'],
    ]);
  });

  it('leaves metric and type of the indexes to the engine unless selected', () => {
    const chosen = withMetric(withType(settings, ' HNSW32 '), 'l2');
    expect(chosen.index).toEqual({ backend: 'auto', type: 'HNSW32', params: {}, metric: 'l2' });
    expect(withMetric(withType(chosen, '  '), 'auto').index).toEqual({ backend: 'auto', type: 'auto', params: {} });
  });
});
