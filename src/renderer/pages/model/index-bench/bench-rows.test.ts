import { describe, expect, it } from 'vitest';
import type { IndexBench } from '#shared/schemas/index-bench';
import { buildSettingsSchema, type ModelStatus } from '#shared/schemas/model';
import { benchRows, benchTable, isInUse, settingsFor } from './bench-rows';

const point = (value: number | null, recall: number) => ({
  parameter: value === null ? null : { name: 'efSearch' as const, value },
  recall,
  millisecondsPerQuery: 0.5,
  queriesPerSecondOne: 2000,
  queriesPerSecondBatch: 9000,
});
const bench: IndexBench = {
  which: 'content',
  metric: 'cosine',
  count: 400,
  dimensions: 96,
  neighborCount: 20,
  queryCount: 50,
  backend: 'faiss',
  types: [
    { type: 'Flat', description: 'FAISS', buildSeconds: 0.1, bytes: 1000, points: [point(null, 1)], problem: null },
    { type: 'HNSW32', description: 'FAISS', buildSeconds: 2, bytes: 3000, points: [point(16, 0.9), point(32, 0.97)], problem: null },
    { type: 'IVF4096,Flat', description: 'IVF4096,Flat', buildSeconds: 0, bytes: 0, points: [], problem: 'too few vectors' },
  ],
};

describe('rows of an index benchmark', () => {
  it('has a row per measured point and shows build time and size once per type', () => {
    expect(benchRows(bench).map(({ key, first }) => [key.trim(), first])).toEqual([
      ['Flat', true],
      ['HNSW32 efSearch 16', true],
      ['HNSW32 efSearch 32', false],
    ]);
  });

  it('names k in the copied table', () => {
    const { columns, rows } = benchTable(bench);
    expect(columns[2]).toBe('recall@20');
    expect(rows[2]).toEqual(['HNSW32', 'efSearch 32', 0.97, 0.5, 2000, 9000, 2, 3000]);
  });
});

describe('the row in use', () => {
  const status = (params: Record<string, unknown>) => ({
    settings: buildSettingsSchema.parse({ index: { type: 'HNSW32', params } }),
    report: { indexes: [{ which: 'content', type: 'HNSW32' }] } as ModelStatus['report'],
  });
  const inUse = (params: Record<string, unknown>): string[] =>
    benchRows(bench)
      .filter((row) => isInUse(bench, { type: row.bench.type, point: row.point, first: row.first }, status(params)))
      .map(({ key }) => key);

  it('is the one with its search parameter, or the first of a type without one', () => {
    expect(inUse({ efSearch: 32 })).toEqual(['HNSW32 efSearch 32']);
    expect(inUse({})).toEqual(['HNSW32 efSearch 16']);
  });

  it('is applied with its type and search parameter only', () => {
    const before = buildSettingsSchema.parse({ index: { type: 'IVF256,Flat', params: { nprobe: 8, threads: 2 } } });
    expect(settingsFor(before, 'HNSW32', point(32, 1)).index).toEqual({
      backend: 'auto',
      type: 'HNSW32',
      params: { threads: 2, efSearch: 32 },
    });
    expect(settingsFor(before, 'Flat', point(null, 1)).index.params).toEqual({ threads: 2 });
  });
});
