import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { exactBackend } from '#engine/ann/backends/exact';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { vectorSettingsSchema } from '#shared/schemas/vector-file';
import type { AnnSelection } from '../ann/ann-selection';
import { ArtifactStore } from '../storage/files/artifact-store';
import { nodeFileOperations } from '../storage/files/file-operations';
import { VectorStore } from './vector-store';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-vectors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { dataset } = generateDataset(generatorParamsSchema.parse({ users: 20, videos: 30, interactions: 200, seed: 1 }));
const query = Float32Array.of(1, 0);
const search = { neighborCount: 3 };

let disposed: number;
let built: number;
let searching: Promise<void> | undefined;
/** The built-in index, which tells when it is freed, and searches only once `searching` is done. */
const ann = {
  build: async (_settings: unknown, vectors: Float32Array, dimensions: number) => {
    built++;
    const index = exactBackend.create({ dimensions, metric: 'inner-product', type: 'Flat' });
    await index.add(vectors);
    return {
      index: {
        search: async (...given: Parameters<typeof index.search>) => {
          await searching;
          return index.search(...given);
        },
        dispose: () => {
          disposed++;
          index.dispose();
        },
      },
    };
  },
} as unknown as AnnSelection;

let store: VectorStore;
beforeEach(async () => {
  [built, disposed, searching] = [0, 0, undefined];
  const artifacts = await ArtifactStore.open(nodeFileOperations, mkdtempSync(join(folder, 'artifacts-')));
  store = new VectorStore(artifacts, nodeFileOperations, ann, 0);
});

/** Stores a file of two-dimensional vectors, and gives the settings that name it. */
async function stored(name: string, angle: number) {
  const path = join(folder, name);
  const line = (id: string, i: number): string => `${id},${Math.cos(angle + i / 10)},${Math.sin(angle + i / 10)}`;
  writeFileSync(path, `video_id,d0,d1\n${dataset.items.ids.ids.map(line).join('\n')}\n`);
  const { sha256 } = await store.add(path, { knownAt: 'static' });
  return vectorSettingsSchema.parse({ videos: sha256 });
}
/** Timers of no length, and what follows from them, have run. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

it('keeps one index for the same vectors and data, also when nothing searches it', async () => {
  const settings = await stored('a.csv', 0);
  const first = await store.index(settings, dataset);
  await first.search(query, search);
  await settled();
  expect(await store.index(settings, dataset)).toBe(first);
  expect([built, disposed, store.indexCount]).toEqual([1, 0, 1]);
});

it('frees an index when the data change, and builds another for the new data', async () => {
  const settings = await stored('a.csv', 0);
  await store.index(settings, dataset);
  store.supersede();
  await settled();
  expect([disposed, store.indexCount]).toEqual([1, 0]);
  await store.index(settings, dataset);
  expect([built, store.indexCount]).toEqual([2, 1]);
});

it('frees the index of the space that was used least recently when many are in use, and of a file that is removed', async () => {
  const all = [];
  for (let i = 0; i < 5; i++) all.push(await stored(`space-${i}.csv`, i));
  for (const settings of all) await store.index(settings, dataset);
  await settled();
  expect([built, disposed]).toEqual([5, 1]);
  await store.remove(all[4]?.videos ?? '');
  await settled();
  expect(store.indexCount).toBe(0);
});

it('lets a running search end before it frees the index, and serves a job that searches it again', async () => {
  const settings = await stored('a.csv', 0);
  const index = await store.index(settings, dataset);
  let end = (): void => {};
  searching = new Promise((resolve) => (end = resolve));
  const running = index.search(query, search);
  store.supersede();
  await settled();
  expect(disposed).toBe(0);
  end();
  const found = await running;
  expect(found.ids[0]).toBe(0);
  await settled();
  expect(disposed).toBe(1);
  expect(await index.search(query, search)).toEqual(found);
  await settled();
  expect([built, disposed]).toEqual([2, 2]);
});

it('frees every index when the workspace closes', async () => {
  await store.index(await stored('a.csv', 0), dataset);
  await store.index(await stored('b.csv', 1), dataset);
  await store.close();
  expect([disposed, store.indexCount]).toEqual([2, 0]);
});
