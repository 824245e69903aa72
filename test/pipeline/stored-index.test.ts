/** Stored indexes: a file is used only if it is complete and belongs to these vectors. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime, type Runtime } from '#service/runtime';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema, type BuildReport } from '#shared/schemas/model';
import { loadAddon } from '#native/load-addon';

const root = mkdtempSync(join(tmpdir(), 'ranklab-stored-index-'));
const folder = join(root, 'workspace');
const type = loadAddon().unavailableBecause === undefined ? 'HNSW8' : 'Flat';
const settings = (index: object = { type }) => buildSettingsSchema.parse({ factors: { factorCount: 8 }, index });
let runtime: Runtime;
let workspace: OpenWorkspace;

const artifacts = join(folder, 'artifacts', 'serving');
const fileOf = (kind: string): string => join(artifacts, readdirSync(artifacts).find((name) => name.startsWith(`${kind}.`)) ?? kind);

async function opened(create = false): Promise<void> {
  runtime = createRuntime();
  await (create ? runtime.session.create(folder, 'stored') : runtime.session.open(folder));
  workspace = runtime.session.current();
}

/** Closes the workspace, changes its files, opens it again, and returns what happened to each index. */
async function reopened(meanwhile: () => void = () => {}): Promise<BuildReport['indexes']> {
  await runtime.shutDown();
  meanwhile();
  await opened();
  await workspace.models.serving();
  return (await workspace.models.status()).report?.indexes ?? [];
}

/** The ten nearest of every fifth item, by content and by factors. */
async function answers(): Promise<unknown> {
  const { view } = await workspace.models.recommender('serving');
  const { embeddings, factors, contentIndex, factorIndex } = view;
  if (!embeddings || !factors || !contentIndex || !factorIndex) throw new Error('not built');
  const ask = async (index: typeof contentIndex, vectors: Float32Array, d: number) =>
    Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const found = await index.search(vectors.slice(5 * i * d, (5 * i + 1) * d), { neighborCount: 10, efSearch: 200 });
        return [...found.ids].join(' ');
      }),
    );
  return [
    await ask(contentIndex, embeddings.vectors, embeddings.dimensions),
    await ask(factorIndex, factors.itemFactors, factors.factorCount),
  ];
}

let expected: unknown;
beforeAll(async () => {
  process.env['RANKLAB_CONFIG_DIR'] = join(root, 'configuration');
  await opened(true);
  await workspace.generate(generatorParamsSchema.parse({ users: 60, videos: 150, interactions: 1_500 }));
  await workspace.models.build(settings(), undefined, ['serving']);
  expected = await answers();
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

const origins = (indexes: BuildReport['indexes']) => indexes.map(({ which, origin }) => [which, origin]);
const bothLoaded = [
  ['content', 'loaded'],
  ['factors', 'loaded'],
];

describe('a stored index', () => {
  it('is loaded instead of built, and gives the same results', async () => {
    const built = (await workspace.models.status()).report?.indexes ?? [];
    expect(origins(built)).toEqual([
      ['content', 'built'],
      ['factors', 'built'],
    ]);
    const loaded = await reopened();
    expect(origins(loaded)).toEqual(bothLoaded);
    expect(loaded.map(({ fingerprint }) => fingerprint)).toEqual(built.map(({ fingerprint }) => fingerprint));
    expect(built[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await answers()).toEqual(expected);
  });

  const flipped = (at: (size: number) => number) => (file: string) => {
    const bytes = readFileSync(file);
    const offset = at(bytes.length);
    bytes[offset] = (bytes[offset] ?? 0) ^ 4;
    writeFileSync(file, bytes);
  };
  it.each<[string, (file: string) => void]>([
    ['a changed byte in the mark', flipped(() => 2)],
    ['a changed byte in the version', flipped(() => 8)],
    ['a changed byte in the header', flipped(() => 60)],
    ['a changed byte in the first vectors', flipped((size) => Math.floor(size / 3))],
    ['a changed byte near the end', flipped((size) => size - 90)],
    ['a file that ends early', (file) => writeFileSync(file, readFileSync(file).subarray(0, 700))],
    ['an empty file', (file) => writeFileSync(file, '')],
    ['no file', (file) => rmSync(file)],
  ])('is rebuilt after %s, with the reason, and is intact at the next opening', async (_, damage) => {
    const file = fileOf('content-index');
    const repaired = await reopened(() => damage(file));
    expect(origins(repaired)).toEqual([
      ['content', 'repaired'],
      ['factors', 'loaded'],
    ]);
    expect(repaired[0]?.problem).toMatch(/^content-index\.[0-9a-f]+\.artifact is damaged: /);
    expect(await answers()).toEqual(expected);
    expect(origins(await reopened())).toEqual(bothLoaded);
  });

  it('of other vectors is detected although all its bytes are intact', async () => {
    const file = fileOf('factors-index');
    const older = readFileSync(file);
    // Converged factors do not depend on the seed, so a different number of factors is used to get different vectors.
    const fewer = { ...settings().factors, factorCount: settings().factors.factorCount - 1 };
    await workspace.models.build({ ...settings(), factors: fewer }, undefined, ['serving']);
    const after = await answers();
    const repaired = await reopened(() => writeFileSync(fileOf('factors-index'), older));
    expect(origins(repaired)).toEqual([
      ['content', 'loaded'],
      ['factors', 'repaired'],
    ]);
    expect(repaired[1]?.problem).toBe('The stored index belongs to an older or newer set of vectors');
    expect(await answers()).toEqual(after);
    await workspace.models.build(settings(), undefined, ['serving']);
  });

  it('is rebuilt for settings that affect its content, and kept for search settings', async () => {
    const kept = await workspace.models.build(settings({ type, params: type === 'Flat' ? {} : { efSearch: 300 } }), undefined, ['serving']);
    expect(origins(kept.indexes)).toEqual(bothLoaded);
    const l2 = await workspace.models.build(settings({ type, metric: 'l2' }), undefined, ['serving']);
    expect(l2.indexes.map(({ origin, metric }) => [origin, metric])).toEqual([
      ['built', 'l2'],
      ['built', 'l2'],
    ]);
    await workspace.models.build(settings(), undefined, ['serving']);
  });

  it('applies later additions and removals from the log', async () => {
    const { items } = await workspace.dataset();
    const [removedVideo, copied] = [items.ids.ids[3] ?? '', 40];
    const content = {
      title: items.titles[copied] ?? '',
      description: items.descriptions[copied] ?? '',
      tags: [...(items.tags[copied] ?? [])],
    };
    const added = await workspace.addVideo({ ...content, categories: [] });
    await workspace.removeVideo(removedVideo);
    const found = async (): Promise<Set<string>> => {
      const { view } = await workspace.models.recommender('serving');
      const { embeddings, contentIndex, dataset } = view;
      if (!embeddings || !contentIndex) throw new Error('not built');
      const row = dataset.items.ids.rowOf(added);
      const query = embeddings.vectors.slice(row * embeddings.dimensions, (row + 1) * embeddings.dimensions);
      const { ids } = await contentIndex.search(query, { neighborCount: 400, efSearch: 400 });
      return new Set([...ids].filter((id) => id >= 0).map((id) => dataset.items.ids.ids[id] ?? ''));
    };
    const before = await found();
    expect([before.has(added), before.has(removedVideo), before.size]).toEqual([true, false, 150]);
    expect(origins(await reopened())).toEqual(bothLoaded);
    const after = await found();
    expect([after.has(added), after.has(removedVideo)]).toEqual([true, false]);
    expect([...after].sort()).toEqual([...before].sort());
    const { view } = await workspace.models.recommender('serving');
    expect(view.dataset.items.ids.find(removedVideo as never)).toBeUndefined();
  });

  it('is repaired after a crash between log and index: changes that only the log has are in the next results', async () => {
    const { items } = await workspace.dataset();
    const removedVideo = items.ids.ids[9] ?? '';
    const content = { title: items.titles[50] ?? '', description: items.descriptions[50] ?? '', tags: [], categories: [] };
    // The video is durable, and the process ends before any index is updated.
    const { videoId: added } = await workspace.store.data.appendVideo(content);
    await workspace.store.data.removeVideo(removedVideo);
    expect(origins(await reopened())).toEqual(bothLoaded);
    const { view } = await workspace.models.recommender('serving');
    const { ids } = view.dataset.items;
    const query = await view.embedQuery?.(`${content.title} ${content.description}`);
    const found = await view.contentIndex?.search(Float32Array.from(query ?? []), { neighborCount: 400, efSearch: 400 });
    const names: string[] = [...(found?.ids ?? [])].filter((id) => id >= 0).map((id) => ids.ids[id]);
    expect([names.includes(added), names.includes(removedVideo), names.length]).toEqual([true, false, 150]);
    expect(names.slice(0, 3)).toContain(added);
  });
});
