import { describe, expect, it } from 'vitest';
import { gpuStatus, loadAddon } from '#native/load-addon';
import { faissBackend } from './faiss-backend';

const withoutGpu = loadAddon().addon !== undefined && gpuStatus().devices.length === 0;

describe.skipIf(!withoutGpu)(`requesting a GPU without one${withoutGpu ? '' : ' (skipped: there is a GPU, or no FAISS)'}`, () => {
  const settings = { dimensions: 2, metric: 'l2', type: 'Flat', params: { gpu: 0 } } as const;

  it('builds the index on the CPU and gives the reason', async () => {
    const index = faissBackend.create(settings);
    await index.add(Float32Array.of(0, 0, 3, 4));
    expect([...(await index.search(Float32Array.of(3, 3), { neighborCount: 2 })).ids]).toEqual([1, 0]);
    expect(index.stats().description).toMatch(/^FAISS \S+ · Flat · l2 · (avx512|avx2|generic) \(.*GPU.*\)$/);
    const again = await faissBackend.deserialize(await index.serialize(), settings);
    expect(again.stats()).toMatchObject({ count: 2, description: index.stats().description });
    index.dispose();
    again.dispose();
  });
});
