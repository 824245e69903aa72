/** The generator's ground truth is stored beside the data for simulated users, is deleted with it, and is not read elsewhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { clickProbability } from '#engine/dataset/generators/truth';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { createRuntime, type Runtime } from '#service/runtime';

const root = mkdtempSync(join(tmpdir(), 'ranklab-truth-'));
const params = generatorParamsSchema.parse({ users: 40, videos: 60, interactions: 500, popularityExponent: 1.1, seed: 5 });
let runtime: Runtime;
const workspace = () => runtime.session.current();

beforeAll(async () => {
  process.env['RANKLAB_CONFIG_DIR'] = join(root, 'config');
  runtime = createRuntime();
  await runtime.session.create(join(root, 'workspace'), 'truth');
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

it('equals the generator’s after generation and after reopening', async () => {
  expect(await workspace().truth.read()).toBeUndefined();
  const progress: number[] = [];
  await workspace().generate(params, { report: (fraction) => progress.push(fraction) });
  expect(progress.length).toBeGreaterThan(1);
  await runtime.shutDown();
  runtime = createRuntime();
  await runtime.session.open(join(root, 'workspace'));
  const { dataset, truth, report } = generateDataset(params);
  expect((await workspace().dataset()).fingerprint).toBe(dataset.fingerprint);
  const stored = (await workspace().truth.read())!;
  expect(stored.userIds).toEqual(dataset.users.ids.ids);
  expect(stored.itemIds).toEqual(dataset.items.ids.ids);
  expect(stored.truth).toEqual(truth);
  expect(clickProbability(stored.truth, 3, 7, params.startMs + 1e9)).toBe(clickProbability(truth, 3, 7, params.startMs + 1e9));
  expect(await workspace().truth.report()).toEqual(report);
  expect(report).toMatchObject({ asked: params, interactions: 500, sparsityFraction: 1 - 500 / 2400 });
});

it('survives added and removed videos, since its rows have their own ids', async () => {
  await workspace().removeVideo('v07');
  await workspace().logInteraction({ userId: 'somebody', videoId: 'v08', kind: 'view' });
  expect((await workspace().truth.read())!.itemIds[6]).toBe('v07');
});

it('belongs to its data: other data has none, and it is removed', async () => {
  await workspace().generate({ ...params, seed: 6 });
  expect(workspace().store.artifacts.list('truth')).toHaveLength(1);
  const file = join(root, 'more.csv');
  writeFileSync(file, 'user,video\nu,v\n');
  await workspace().import({ interactions: file, mode: 'merge' });
  expect(await workspace().truth.read()).toBeUndefined();
  expect(await workspace().truth.report()).toBeNull();
  expect(workspace().store.artifacts.list('truth')).toEqual([]);
});

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)) yield path;
  }
}

it('is read by the generator, its storage and simulations only, never by features', () => {
  const source = resolve(import.meta.dirname, '../../src');
  const readers = [...sources(source)]
    .filter((path) => /generators\/truth'|ground-truth'|\.\/truth'/.test(readFileSync(path, 'utf8')))
    .map((path) => path.slice(source.length + 1).replaceAll('\\', '/'));
  const allowed =
    /^engine\/dataset\/generators\/|^(engine|service)\/.*simulat|^service\/workspace\/(ground-truth|open-workspace)\.ts$|^service\/jobs\/tasks\.ts$/;
  expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
});
