/** A change is durable in the log, and the process is killed before the live index is updated; the next opening repairs it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { loadAddon } from '#native/load-addon';
import { Workspace } from '#service/workspace/stored-workspace';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildChild } from './build-child';
import type { ChangeName } from './index-changes';
import { withServing } from './refresh';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-index-crash-'));
const start = join(folder, 'start');
const addon = loadAddon();
const type = addon.unavailableBecause === undefined ? 'HNSW8' : 'Flat';
let child: string;

beforeAll(async () => {
  child = await buildChild('index-child');
  await withServing(await Workspace.create(start, 'Index'), async (workspace) => {
    const params = generatorParamsSchema.parse({ users: 40, videos: 80, interactions: 600 });
    await workspace.store.data.saveDataset(generateDataset(params).dataset, 'generated');
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 4 }, index: { type } }), undefined, ['serving']);
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the child printed, and whether it was killed. */
function run(path: string, change: ChangeName, killedIndex: string): Promise<{ killed: boolean; lines: string[] }> {
  return new Promise((settle, reject) => {
    const process_ = spawn(process.execPath, [child, path, change, killedIndex], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(addon.path !== undefined && { RANKLAB_NATIVE_PATH: addon.path }) },
    });
    let output = '';
    process_.stdout.on('data', (data: Buffer) => (output += data.toString()));
    process_.on('error', reject);
    process_.on('close', (_, signal) => settle({ killed: signal === 'SIGKILL', lines: output.trim().split('\n') }));
  });
}

interface Found {
  /** The results of both indexes for every existing video: ids and scores, best first. */
  readonly everything: string[];
  /** The nearest to the vector of this video, by content and by factors; empty when the video does not exist. */
  readonly nearest: (string | undefined)[];
  readonly title: string | undefined;
}

/** Opens the workspace and queries its indexes. */
async function ask(path: string, videoId: string): Promise<Found> {
  return withServing(await Workspace.open(path), async (workspace) => {
    const { view } = await workspace.models.recommender('serving');
    const { embeddings, factors, contentIndex, factorIndex } = view;
    if (!embeddings || !factors || !contentIndex || !factorIndex) throw new Error('not built');
    const { ids } = view.dataset.items;
    const everything: string[] = [];
    const search = async (index: typeof contentIndex, vectors: Float32Array, width: number, row: number) => {
      const { ids: rows, scores } = await index.search(vectors.slice(row * width, (row + 1) * width), {
        neighborCount: ids.size,
        efSearch: 400,
      });
      return Array.from(rows, (found, i) => ({ id: ids.ids[found], score: scores[i] }));
    };
    const indexes = [
      [contentIndex, embeddings.vectors, embeddings.dimensions],
      [factorIndex, factors.itemFactors, factors.factorCount],
    ] as const;
    const nearest: (string | undefined)[] = [];
    for (const [index, vectors, width] of indexes) {
      for (let row = 0; row < ids.size; row++) {
        const found = await search(index, vectors, width, row);
        everything.push(found.map(({ id, score }) => `${id} ${score}`).join(' '));
      }
      const row = ids.find(videoId);
      if (row !== undefined) nearest.push((await search(index, vectors, width, row))[0]?.id);
    }
    const video = await workspace.store.data.video(videoId).catch(() => undefined);
    return { everything, nearest, title: video?.title };
  });
}

describe.each<[ChangeName, string]>([
  ['add', 'added'],
  ['edit', 'v07'],
  ['remove', 'v07'],
])('%s', (change, videoId) => {
  let before: Found;
  let clean: Found;

  beforeAll(async () => {
    const path = join(folder, `${change}-clean`);
    cpSync(start, path, { recursive: true });
    before = await ask(path, videoId);
    const { killed, lines } = await run(path, change, '');
    expect([killed, lines.at(-1)]).toEqual([false, 'done']);
    if (type !== 'Flat') expect(lines[0]).toContain('FAISS');
    clean = await ask(path, videoId);
  });

  it('is visible in searches through the index after a clean close', () => {
    expect(clean.everything).not.toEqual(before.everything);
    const inResults = clean.everything.some((line) => ` ${line} `.includes(` ${videoId} `));
    expect(inResults).toBe(change !== 'remove');
    if (change === 'remove') return expect(clean).toMatchObject({ nearest: [], title: undefined });
    expect(clean.nearest[0]).toBe(videoId);
    expect(clean.title).not.toBe(before.title);
  });

  it.each(['content', 'factors'])('is not lost if the process is killed before the %s index is updated', async (killedIndex) => {
    const path = join(folder, `${change}-${killedIndex}`);
    cpSync(start, path, { recursive: true });
    const { killed, lines } = await run(path, change, killedIndex);
    expect(killed).toBe(true);
    // The change is durable and was about to be applied to this index; no later index has applied it.
    const reported = lines.slice(1);
    expect(reported[0]).toBe('durable');
    expect(reported.at(-1)).toBe(`index ${killedIndex}`);
    if (killedIndex === 'content') expect(reported).toEqual(['durable', 'index content']);
    else expect(reported).toContain('index content');
    expect(await ask(path, videoId)).toEqual(clean);
    // Reopening shows that the repair is durable.
    expect(await ask(path, videoId)).toEqual(clean);
  });
});
