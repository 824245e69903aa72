/** Vectors with a state from another version are never misread: the mismatch is reported, and a build recomputes them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { createRuntime, type Runtime } from '#service/runtime';
import { variant } from '../fixtures';

let root: string;
let runtime: Runtime;
const settings = buildSettingsSchema.parse({ factors: { factorCount: 4 } });
const workspace = () => runtime.session.current();
const list = () =>
  workspace().lists.recommend({
    context: { query: 'bread' },
    limit: 5,
    variant: variant(),
    exclude: [],
    side: 'serving',
    relevance: { rule: 'any' },
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ranklab-version-'));
  process.env['RANKLAB_CONFIG_DIR'] = join(root, 'config');
  runtime = createRuntime();
  await runtime.session.create(join(root, 'workspace'), 'version');
  await workspace().generate(generatorParamsSchema.parse({ users: 30, videos: 40, interactions: 300 }));
  await workspace().models.build(settings, undefined, ['serving']);
});
afterEach(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

/** Stores the embeddings again with a changed state, as another version would have written them, and reopens the workspace. */
async function rewriteState(change: (state: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const { artifacts } = workspace().store;
  const { header, arrays } = await artifacts.read('serving/embeddings');
  const details = header.details as { state: Record<string, unknown> };
  await artifacts.write('serving/embeddings', { ...header, details: { ...details, state: change(details.state) } }, arrays);
  await runtime.shutDown();
  runtime = createRuntime();
  await runtime.session.open(join(root, 'workspace'));
}

const another = { code: 'NOT_BUILT', message: expect.stringContaining('built by another version of RankLab') as string };

it('embeddings of a newer version are rejected with a clear message, and can be rebuilt', async () => {
  await rewriteState((state) => ({ ...state, version: 99 }));
  expect(await workspace().models.status()).toMatchObject({ built: false, stale: true, staleBecause: 'version' });
  expect(runtime.session.workspaceInfo()).toMatchObject({ hasData: true, isBuilt: false });
  await expect(list()).rejects.toMatchObject(another);
  await workspace().models.build(await workspace().models.settings(), undefined, ['serving']);
  expect(await workspace().models.status()).toMatchObject({ built: true, stale: false, staleBecause: null });
  expect((await list()).items).toHaveLength(5);
});

it('embeddings whose form does not match their version are rejected likewise', async () => {
  await rewriteState((state) => ({ ...state, json: { words: [] } }));
  await expect(list()).rejects.toMatchObject(another);
  await workspace().models.build(settings, undefined, ['serving']);
  expect((await list()).items).toHaveLength(5);
});

it('changed data is a separate reason to rebuild', async () => {
  await workspace().generate(generatorParamsSchema.parse({ users: 31, videos: 40, interactions: 300 }));
  expect(await workspace().models.status()).toMatchObject({ stale: true, staleBecause: 'data' });
});

it('explains how it read a text: known words by weight, unknown ones by similar words', async () => {
  const readings = (await workspace().models.explainText('bread baking'))!;
  expect(readings.length).toBeGreaterThan(0);
  expect([...readings].sort((a, b) => b.weight - a.weight)).toEqual(readings);
});
