import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { Workspace } from '#service/workspace/stored-workspace';
import { readManifest, writeManifest } from '#service/workspace/workspace-manifest';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

describe('workspace.json', () => {
  it('with any byte changed is reported, and repair keeps the data', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    await workspace.data.saveDataset(sampleDataset(), 'by hand');
    await workspace.close();
    const file = join(path, 'workspace.json');
    const intact = readFileSync(file);
    for (let offset = 0; offset < intact.length; offset++) {
      const broken = Buffer.from(intact);
      broken[offset] ^= 0x01;
      writeFileSync(file, broken);
      await expect(readManifest(nodeFileOperations, path), `offset ${offset}`).rejects.toMatchObject({
        code: 'CORRUPT_ARTIFACT',
        message: expect.stringContaining('workspace.json'),
        details: { place: file, remedy: expect.stringContaining('repair') },
      });
    }
    writeFileSync(file, '');
    await expect(Workspace.open(path)).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    const repaired = await Workspace.repair(path);
    expect(repaired.info).toMatchObject({ name: 'w', hasData: true });
    expect((await repaired.data.loadDataset())!.fingerprint).toBe(sampleDataset().fingerprint);
    await repaired.close();
  });

  it('that is missing means that there is no workspace', async () => {
    const folder = temporaryFolder();
    await expect(Workspace.open(folder)).rejects.toMatchObject({ code: 'NO_WORKSPACE' });
    await expect(Workspace.open(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'NO_WORKSPACE' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a newer RankLab is rejected, and nothing is changed', async () => {
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    const manifest = await readManifest(nodeFileOperations, path);
    await writeManifest(nodeFileOperations, path, { ...manifest, schemaVersion: 99 });
    const before = readFileSync(join(path, 'workspace.json'), 'utf8');
    await expect(Workspace.open(path)).rejects.toMatchObject({
      code: 'WORKSPACE_VERSION',
      message: expect.stringContaining('newer'),
      details: { remedy: expect.stringContaining('newer RankLab') },
    });
    expect(readFileSync(join(path, 'workspace.json'), 'utf8')).toBe(before);
  });

  it('of an older version is migrated, with a backup; a failing step changes nothing', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    await workspace.data.saveDataset(sampleDataset(), 'by hand');
    await workspace.close();
    const rename = {
      target: 3,
      steps: [
        {
          from: 1,
          apply: async (c: { run(sql: string): Promise<unknown> }) =>
            void (await c.run(`update meta set value = 'renamed' where key = 'name'`)),
        },
        {
          from: 2,
          apply: async (c: { run(sql: string): Promise<unknown> }) => void (await c.run(`update videos set title = title || '!'`)),
        },
      ],
    };
    const failing = { ...rename, steps: [rename.steps[0], { from: 2, apply: () => Promise.reject(new Error('no')) }] };
    cpSync(path, `${path}-copy`, { recursive: true });
    await expect(Workspace.open(`${path}-copy`, { plan: failing })).rejects.toMatchObject({ code: 'IO_FAILED' });
    const unchanged = await Workspace.open(`${path}-copy`);
    expect((await unchanged.data.summary())!.name).toBe('sample');
    await unchanged.close();

    const migrated = await Workspace.open(path, { plan: rename });
    expect((await migrated.data.summary())!.name).toBe('renamed');
    expect((await migrated.data.video('v1')).title).toBe('One!');
    await migrated.close();
    expect(readdirSync(join(path, 'backups', 'layout-1'))).toEqual(['data.duckdb', 'workspace.json']);
    await expect(Workspace.open(path)).rejects.toMatchObject({ code: 'WORKSPACE_VERSION' });
    const again = await Workspace.open(path, { plan: rename });
    expect((await again.data.video('v1')).title).toBe('One!');
    await again.close();
  });
});
