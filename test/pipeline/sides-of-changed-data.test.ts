/** The data change while a side is computed: models loaded afterwards use the current data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createRuntime } from '#service/runtime';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-sides-'));
const runtime = createRuntime();
afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

it('does not cache a side of data that was reloaded meanwhile', async () => {
  await runtime.session.create(join(folder, 'workspace'), 'Sides');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 60, videos: 50, interactions: 900 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }));
  const { data } = workspace.store;
  const baseFingerprint = data.baseFingerprint.bind(data);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let waiting = (): void => undefined;
  const reached = new Promise<void>((resolve) => (waiting = resolve));
  data.baseFingerprint = async () => {
    waiting();
    await gate;
    return baseFingerprint();
  };
  const late = workspace.models.servingSide();
  await reached;
  const before = await workspace.dataset();
  await workspace.removeVideo(before.items.ids.ids[0]);
  const { interactions, items } = await workspace.latestDataset();
  expect(interactions.count).toBeLessThan(before.interactions.count);
  workspace.models.forget(); // as after an import
  release();
  await late;
  data.baseFingerprint = baseFingerprint;

  const { models } = await workspace.models.serving();
  expect(models.view.interactions.offsets.at(-1)).toBe(interactions.count);
  expect((await workspace.models.servingSide()).positions).toHaveLength(interactions.count);
  expect(models.view.dataset.items.ids.size).toBe(items.ids.size);
});
