import { describe, expect, it } from 'vitest';
import { exactBackend } from '#engine/ann/backends/exact';
import type { AnnBackend } from '#engine/ann/port';
import { buildSettingsSchema } from '#shared/schemas/model';
import { AnnSelection } from './ann-selection';

const missing = (id: string, label: string, reason: string): AnnBackend => ({
  ...exactBackend,
  id,
  label,
  unavailableBecause: () => reason,
});
const faiss = missing('faiss', 'FAISS', 'the addon is not built; install a compiler');
const node = missing('faiss-node', 'FAISS (faiss-node)', 'faiss-node has no prebuilt binary; run it again');
const index = (settings: object = {}) => buildSettingsSchema.parse({ index: settings }).index;

describe('selection of the index backend', () => {
  it('reports that the first choice is used', () => {
    const selection = new AnnSelection([exactBackend, faiss]);
    expect([selection.description, selection.reasonFor('auto')]).toEqual([
      'Exact (built in)',
      'Exact (built in) is the first choice and usable here',
    ]);
  });

  it('gives the reasons why preferred backends are not used', () => {
    expect(new AnnSelection([faiss, node, exactBackend]).reasonFor('auto')).toBe(
      'Exact (built in) is used, since the addon is not built, and faiss-node has no prebuilt binary',
    );
  });

  it('reports the user’s choice, and rejects a backend that cannot run', () => {
    const selection = new AnnSelection([faiss, exactBackend]);
    expect(selection.reasonFor('exact')).toBe('Exact (built in) was chosen');
    expect(() => selection.reasonFor('faiss')).toThrow('cannot be used here: the addon is not built');
  });

  it('falls back to Flat if the chosen type is unavailable, with the reason', async () => {
    const selection = new AnnSelection([faiss, exactBackend]);
    const { index: built, report } = await selection.build(index({ type: 'HNSW32' }), new Float32Array(12), 4, 'cosine');
    expect(report).toMatchObject({
      type: 'Flat',
      typeReason:
        'Flat compares every vector, because HNSW32 is not available here: Exact (built in) is used, since the addon is not built',
    });
    built.dispose();
    await expect(selection.build(index({ type: 'HNSW32', backend: 'exact' }), new Float32Array(12), 4, 'cosine')).rejects.toThrow(
      'has only Flat indexes',
    );
  });

  it('gives doctor the reason and the remedy once each', async () => {
    expect(await new AnnSelection([faiss, exactBackend]).status()).toEqual([
      { id: 'faiss', available: false, inUse: false, detail: 'the addon is not built', remedy: 'Install a compiler' },
      { id: 'exact', available: true, inUse: true, detail: exactBackend.description, remedy: null },
    ]);
  });

  it('probes a backend outside this process, and builds no index while it does not answer', async () => {
    let reason: string | undefined = 'nothing listens on 127.0.0.1:5432; start the server';
    const remote: AnnBackend = { ...exactBackend, id: 'remote', probe: async () => ({ unavailableBecause: reason, engine: 'Engine 1.2' }) };
    const selection = new AnnSelection([exactBackend, remote]);
    const build = () => selection.build(index({ backend: 'remote' }), new Float32Array(12), 4, 'cosine');
    expect((await selection.status())[1]).toMatchObject({ available: false, detail: 'nothing listens on 127.0.0.1:5432' });
    await expect(build()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The index backend “remote” does not answer: nothing listens on 127.0.0.1:5432',
      details: { remedy: 'Start the server' },
    });
    reason = undefined;
    expect((await selection.status())[1]).toMatchObject({ available: true, detail: `${exactBackend.description} (Engine 1.2)` });
    (await build()).index.dispose();
  });

  it('leaves the default type to the backend', () => {
    const own: AnnBackend = { ...exactBackend, id: 'own', defaultType: (count) => ({ type: `lists of ${count}`, reason: 'measured' }) };
    expect(new AnnSelection([own]).typeFor(index(), 9)).toEqual({ type: 'lists of 9', reason: 'measured' });
  });

  it('builds the requested type and reports both reasons', async () => {
    const { index: built, report } = await new AnnSelection([exactBackend]).build(index(), new Float32Array(12), 4, 'cosine');
    expect(report).toEqual({
      backend: 'exact',
      description: 'Exact (built in) · Flat · cosine',
      count: 3,
      dimensions: 4,
      bytes: 12 * 4 + 3 * 4 + 3 * 8,
      type: 'Flat',
      metric: 'cosine',
      typeReason: 'Flat compares every vector and is exact; it is fast up to 100,000 vectors (here 3)',
      backendReason: 'Exact (built in) is the first choice and usable here',
    });
    built.dispose();
  });
});
