/** A refresh replaces the serving models under traffic: every request is answered, and nothing that arrives is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { createRuntime, type Runtime } from '#service/runtime';
import { auditServedFactors, lastAudit } from '#service/models/factor-audit';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import { variant } from '../fixtures';

const root = mkdtempSync(join(tmpdir(), 'ranklab-refresh-'));
let runtime: Runtime;
let workspace: OpenWorkspace;
const list = async (user: string, limit = 10) =>
  (
    await workspace.lists.recommend({
      context: { user },
      limit,
      variant: variant(),
      exclude: [],
      side: 'serving',
      relevance: { rule: 'any' },
    })
  ).items;

beforeAll(async () => {
  process.env['RANKLAB_CONFIG_DIR'] = join(root, 'config');
  runtime = createRuntime();
  await runtime.session.create(join(root, 'workspace'), 'refresh');
  workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 200, videos: 300, interactions: 5_000 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

it('serves lists and accepts data while it runs, and swaps the models atomically', async () => {
  await workspace.addVideo({ videoId: 'before', title: 'Sourdough bread', description: '', tags: [], categories: ['Cooking'] });
  for (let i = 0; i < 5; i++) await workspace.logInteraction({ userId: 'early', videoId: `v00${i + 1}`, kind: 'view' });
  const old = await workspace.models.serving();

  let done = false;
  let answered = 0;
  const logged: [user: string, video: string][] = [];
  const traffic = async (client: number): Promise<void> => {
    for (let i = 0; !done || i < 5; i++) {
      // No user watches the whole catalogue.
      const user = `client${client}-${Math.floor(i / 50)}`;
      const [video] = await (i % 50 === 0 ? list('u001') : list(user));
      answered++;
      await workspace.logInteraction({ userId: user, videoId: video.videoId, kind: 'view' });
      logged.push([user, video.videoId]);
    }
  };
  const clients = [traffic(1), traffic(2), traffic(3)];
  const late = workspace.addVideo({ videoId: 'during', title: 'Rye bread', description: '', tags: [], categories: ['Cooking'] });
  const report = await workspace.models.refresh().finally(() => (done = true));
  await Promise.all([...clients, late]);
  expect(report.videos).toBeGreaterThanOrEqual(301);
  expect(answered).toBe(logged.length);
  expect(answered).toBeGreaterThanOrEqual(15);

  const fresh = await workspace.models.serving();
  expect(fresh).not.toBe(old);
  await fresh.catchUp();
  const { view } = await fresh.recommender();
  for (const [user, video] of logged) {
    const [row, item] = [view.dataset.users.ids.rowOf(user), view.dataset.items.ids.rowOf(video)];
    expect([...view.interactions.indices.subarray(view.interactions.offsets[row], view.interactions.offsets[row + 1])]).toContain(item);
  }
  expect(view.dataset.items.ids.find('during')).toBeDefined();
  expect((await list('client1-0')).map(({ videoId }) => videoId)).not.toContain(logged.find(([user]) => user === 'client1-0')![1]);
});

it('leaves everything unchanged when cancelled or without models', async () => {
  const before = await workspace.models.serving();
  const status = await workspace.models.status();
  await expect(workspace.models.refresh({ signal: { aborted: true } })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await workspace.models.serving()).toBe(before);
  expect(await workspace.models.status()).toEqual(status);
});

it('the audit names folded-in users and videos, and finds no difference after a refresh', async () => {
  expect(await lastAudit(workspace)).toBeNull();
  await workspace.addVideo({ videoId: 'audited', title: 'Baguette', description: '', tags: [], categories: ['Cooking'] });
  for (const user of ['u010', 'u011', 'stranger']) await workspace.logInteraction({ userId: user, videoId: 'audited', kind: 'view' });
  const before = await workspace.models.serving();
  const audit = await auditServedFactors(workspace, runtime.workers);
  expect(await workspace.models.serving()).toBe(before);
  const group = (name: string) => audit.groups.find((entry) => entry.group === name)!;
  expect(group('new-videos').measured + group('new-videos').unplaced).toBe(group('new-videos').count);
  expect(group('new-videos').count).toBeGreaterThanOrEqual(1);
  expect(group('changed-users').count).toBeGreaterThanOrEqual(2);
  expect(group('new-users').count).toBeGreaterThanOrEqual(1);
  expect(group('new-videos').scoreCosine!).toBeGreaterThan(0);
  expect(group('new-videos').relativeError!).toBeGreaterThan(0);
  expect(group('other-users').scoreCosine!).toBeLessThan(1);
  expect(await lastAudit(workspace)).toEqual(audit);

  await workspace.models.refresh();
  const after = await auditServedFactors(workspace, runtime.workers);
  expect(after.groups.slice(0, 4).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
  expect(after.groups[4].scoreCosine!).toBeCloseTo(1, 6);
  expect(after.groups[4].overlapAt10).toBe(1);
});
