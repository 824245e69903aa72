/** A build that fails at any artifact leaves the served models and their settings as they were. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { AnnSelection } from '#service/ann/ann-selection';
import { WorkerPool } from '#service/jobs/worker-pool';
import { OpenWorkspace } from '#service/workspace/open-workspace';
import { Workspace } from '#service/workspace/stored-workspace';
import { buildSettingsSchema } from '#shared/schemas/model';
import { FaultyFiles } from '../storage/faulty-files';

const root = mkdtempSync(join(tmpdir(), 'ranklab-failed-build-'));
const workers = new WorkerPool();
afterAll(async () => {
  await workers.close();
  rmSync(root, { recursive: true, force: true });
});
const settings = (factorCount: number) => buildSettingsSchema.parse({ factors: { factorCount }, embeddings: null });

it('a build keeps the old models if the disk is full at any artifact', async () => {
  const start = join(root, 'start');
  const workspace = new OpenWorkspace(await Workspace.create(start, 'Build'), workers, new AnnSelection());
  await workspace.store.data.saveDataset(generateDataset({ users: 40, videos: 60, interactions: 800 }).dataset, 'generated');
  await workspace.models.build(settings(4));
  const artifacts = workspace.store.artifacts.list();
  await workspace.close();

  const scopes = [...new Set(artifacts.map((name) => name.split('/')[0] ?? ''))];
  expect(scopes).toHaveLength(2);
  for (const scope of scopes) {
    const path = join(root, scope);
    cpSync(start, path, { recursive: true });
    const files = new FaultyFiles();
    const open = new OpenWorkspace(await Workspace.open(path, { files: files.operations }), workers, new AnnSelection());
    const before = await (await open.models.serving()).recommender('u01');
    files.fullFor = new RegExp(`^write .*artifacts/${scope}/`);
    const failure = await open.models.build(settings(6)).then(
      () => undefined,
      (error: unknown) => error as Error & { details: { remedy: string } },
    );
    expect(failure, scope).toMatchObject({ code: 'DISK_FULL' });
    expect(failure?.message).toMatch(/it needs [\d.]+ [kMG]?B \(\d+ bytes\)/);
    expect(failure?.message).not.toMatch(/[0-9a-f]{32}/);
    expect(failure?.details.remedy).toContain('unchanged');
    files.fullFor = undefined;
    expect(open.store.artifacts.list()).toEqual(artifacts);
    expect((await open.models.settings()).factors.factorCount).toBe(4);
    expect((await open.models.status()).built).toBe(true);
    expect(await (await open.models.serving()).recommender('u01')).toBe(before);
    await open.close();
    const again = new OpenWorkspace(await Workspace.open(path), workers, new AnnSelection());
    expect((await again.models.status()).report?.singularValues).toHaveLength(4);
    expect((await again.models.serving()).models.view.factors?.factorCount).toBe(4);
    await again.close();
  }
});
