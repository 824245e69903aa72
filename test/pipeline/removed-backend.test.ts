/** Lists after the engine of their indexes has become unusable, as when its connection is removed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exactBackend } from '#engine/ann/backends/exact';
import { AnnSelection } from '#service/ann/ann-selection';
import { JobQueue } from '#service/jobs/job-queue';
import { WorkerPool } from '#service/jobs/worker-pool';
import { silentLogger } from '#service/logger';
import { Session } from '#service/workspace/session';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { recommendInputSchema } from '#shared/schemas/ranking';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-removed-backend-'));
let removed = false;
const own = { ...exactBackend, id: 'own', label: 'own', unavailableBecause: () => (removed ? 'it has no connection' : undefined) };
const [jobs, workers] = [new JobQueue({ logger: silentLogger }), new WorkerPool({ logger: silentLogger })];
const session = new Session(jobs, workers, silentLogger, new AnnSelection([exactBackend, own]));
afterAll(async () => {
  await jobs.closeAll();
  await session.close();
  await workers.close();
  rmSync(folder, { recursive: true, force: true });
});

it('are answered from the indexes in memory, under the name of their backend', async () => {
  await session.create(join(folder, 'workspace'), 'removed');
  const workspace = session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 40, videos: 60, interactions: 800 }));
  await workspace.models.build(buildSettingsSchema.parse({ index: { backend: 'own' }, factors: { factorCount: 4 } }));
  const [user] = (await workspace.dataset()).users.ids.ids;
  const list = () => workspace.lists.recommend(recommendInputSchema.parse({ context: { user }, limit: 5 }));
  const before = await list();
  expect(before).toMatchObject({ backend: 'own' });
  removed = true;
  expect({ ...(await list()), elapsedMs: 0 }).toEqual({ ...before, elapsedMs: 0 });
});
