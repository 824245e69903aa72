import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/file-operations';
import { RecentWorkspaces } from '#service/storage/recent-workspaces';
import { Workspace } from '#service/storage/workspace';
import { readManifest, writeManifest } from '#service/storage/workspace-manifest';
import { checkName } from '#service/storage/workspace-paths';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

describe('creating a workspace', () => {
  it('makes a folder that says what it is', async () => {
    const path = join(temporaryFolder(), 'deep', 'er');
    const workspace = await Workspace.create(path, 'Mine: שלום'.replace(':', ''));
    expect(workspace.info).toMatchObject({ path, name: 'Mine שלום', hasData: false, isBuilt: false });
    await workspace.close();
    await workspace.close();
    expect(existsSync(join(path, 'workspace.lock'))).toBe(false);
  });

  it('refuses a folder that holds something else, and one that is a workspace already', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.tex'), '');
    await expect(Workspace.create(folder, 'x')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('thesis.tex') });
    await expect(Workspace.create(join(folder, 'thesis.tex'), 'x')).rejects.toMatchObject({ code: 'CONFLICT' });
    const path = join(folder, 'w');
    await (await Workspace.create(path, 'x')).close();
    await expect(Workspace.create(path, 'x')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already') });
    expect(readdirSync(folder).sort()).toEqual(['thesis.tex', 'w']);
  });

  it.each([
    '../x',
    'a/b',
    'a\\b',
    '/etc',
    '.',
    '..',
    'CON',
    'nul.txt',
    'COM7',
    'a\0b',
    'a\nb',
    'x'.repeat(300),
    '',
    '   ',
    'name.',
    'a:b',
    'photo\u202Egpj.exe',
    'zero\u200Bwidth',
  ])('refuses the name %j', async (name) => {
    const folder = temporaryFolder();
    await expect(Workspace.create(join(folder, 'w'), name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes ordinary names in any script', () => {
    for (const name of ['Q3 2024', 'été-1', '実験', 'שלום', 'v1.2', 'console', 'a']) expect(checkName(name)).toBe(name);
  });

  it.each(['a\0b', 'CON', 'x'.repeat(300), 'a\u202Eb', '../../../../../../../..'])('refuses the path part %j', async (part) => {
    await expect(Workspace.create(join(temporaryFolder(), part), 'x')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('keeps uploads inside, whatever they are called', async () => {
    const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'x');
    const path = await workspace.saveUpload('ratings.csv', Buffer.from('a,b\n'));
    expect(readFileSync(path, 'utf8')).toBe('a,b\n');
    for (const name of ['../evil', '/etc/passwd', 'a/b', 'CON', '..']) {
      await expect(workspace.saveUpload(name, Buffer.from('x'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    symlinkSync('/etc/hostname', join(workspace.uploadsPath, 'link'));
    await expect(workspace.saveUpload('link', Buffer.from('x'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await workspace.close();
  });

  it('refuses a workspace whose folders lead out of it', async () => {
    const outside = temporaryFolder();
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    writeFileSync(join(outside, 'precious.artifact'), 'x');
    await nodeFileOperations.removeFolder(join(path, 'artifacts'));
    symlinkSync(outside, join(path, 'artifacts'));
    await expect(Workspace.open(path)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('leads out') });
    expect(readdirSync(outside)).toEqual(['precious.artifact']);
    expect(existsSync(join(path, 'workspace.lock'))).toBe(false);
  });
});

describe('workspace.json', () => {
  it('of which any byte is changed is named, and repair keeps the data', async () => {
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

  it('of a newer RankLab is refused, and nothing is touched', async () => {
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

  it('of an older one is brought up to date, with a backup; a step that fails changes nothing', async () => {
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

describe('what is kept beside the data', () => {
  it('experiments are listed newest first, found, noted and removed', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    expect(await workspace.experiments.list()).toEqual([]);
    const config = { metrics: ['ndcg@10'], note: 'ünï' } as never;
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) {
      ids.push(
        await workspace.experiments.save({
          name: `e${i}`,
          notes: '',
          createdAtMs: i,
          config,
          result: { variants: [], testUserCount: i } as never,
        }),
      );
    }
    await workspace.experiments.annotate(ids[3], 'best', 'look at this');
    await workspace.experiments.remove(ids[4]);
    await workspace.close();
    const again = await Workspace.open(path);
    const all = await again.experiments.list();
    expect(all).toHaveLength(29);
    expect(all.map(({ createdAtMs }) => createdAtMs).slice(0, 3)).toEqual([29, 28, 27]);
    expect(await again.experiments.get(ids[3])).toEqual({
      id: ids[3],
      name: 'best',
      notes: 'look at this',
      createdAtMs: 3,
      config,
      result: { variants: [], testUserCount: 3 },
    });
    const { experiments } = again;
    for (const act of [() => experiments.get('x'), () => experiments.annotate('x', 'a', ''), () => experiments.remove('x')]) {
      await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(again.info.hasData).toBe(false);
    await again.close();
  });

  it('a thousand experiments of real size are listed in short, found by their words, and a new name counts', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    const comparison = { spec: 'ndcg@10', verdict: 'better', reason: 'because', details: { text: 'x'.repeat(900) } };
    const variant = (name: string, ndcg: number | null) => ({
      name,
      metrics: [
        { spec: 'ndcg@10', value: ndcg },
        { spec: 'coverage@10', value: 0.5 },
      ],
      comparisons: name === 'Popular' ? [] : [comparison],
    });
    // Segments are the bulk of a result: numbers of full length.
    const numbers = Array.from({ length: 8_000 }, (_, index) => Math.sin(index));
    const segments = [{ variants: [variant('Popular', 0.1), variant('Fresh', 0.2)], numbers }];
    const { database } = workspace.experiments as unknown as { database: { rows(sql: string, values?: unknown[]): Promise<unknown> } };
    const first = await workspace.experiments.save({
      name: 'run 0',
      notes: 'on Monday',
      createdAtMs: 0,
      config: { variants: [] } as never,
      result: {
        testUserCount: 412,
        variants: [variant('Popular', 0.3), variant('Fresh', 0.4), variant('Broken', null)],
        segments,
      } as never,
    });
    const copies = (from: number): string => `range(${from}, ${from + 111}) as numbers(i) where id = '${first}'`;
    for (let from = 1; from < 1_000; from += 111) {
      await database.rows(`insert into experiments select 'id' || i, 'run ' || i, '', i, config, result from experiments, ${copies(from)}`);
      // The last ones are as they were saved before there were summaries.
      if (from < 889)
        await database.rows(`insert into experiment_summaries select 'id' || i, summary from experiment_summaries, ${copies(from)}`);
    }
    const list = (search = '', offset = 0, limit = 10_000) => workspace.experiments.summaries({ search, offset, limit });
    const all = await list();
    expect(all.total).toBe(1_000);
    expect(all.experiments.map(({ name }) => name).slice(0, 2)).toEqual(['run 999', 'run 998']);
    expect(all.experiments.at(-1)).toEqual({
      id: first,
      name: 'run 0',
      notes: 'on Monday',
      createdAtMs: 0,
      variantNames: ['Popular', 'Fresh', 'Broken'],
      bestVariant: 'Fresh',
      testUserCount: 412,
      metrics: [
        { spec: 'ndcg@10', value: 0.4, verdict: 'better', reason: 'because' },
        { spec: 'coverage@10', value: 0.5, verdict: null, reason: '' },
      ],
    });
    // Of the megabytes that the runs have, an answer has a hundredth.
    expect(JSON.stringify(all).length).toBeLessThan(0.02 * 1_000 * JSON.stringify(await workspace.experiments.get(first)).length);
    expect(await list('monday fresh')).toMatchObject({ total: 1, experiments: [{ id: first }] });
    expect(await list('run 99', 1, 2)).toMatchObject({ total: 19, experiments: [{ name: 'run 998' }, { name: 'run 997' }] });
    await workspace.experiments.annotate('id5', 'renamed', 'noted');
    expect((await list('renamed')).experiments).toMatchObject([{ id: 'id5', notes: 'noted' }]);
    await workspace.experiments.remove('id5');
    expect((await list()).total).toBe(999);
    await workspace.close();
  });

  it('state documents: the newest of many quick saves is there after a restart', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    expect(await workspace.state.load('lab')).toBeUndefined();
    const saves = Array.from({ length: 50 }, (_, i) => workspace.state.save('lab', { position: i, text: '😀' }));
    expect(await workspace.state.load('lab')).toEqual({ position: 49, text: '😀' });
    await Promise.all(saves);
    await workspace.close();
    const again = await Workspace.open(path);
    expect(await again.state.load('lab')).toEqual({ position: 49, text: '😀' });
    for (const key of ['../x', 'A', '', 'a/b', 'x'.repeat(41)]) {
      await expect(again.state.save(key, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    writeFileSync(join(path, 'state', 'lab.json'), '{"checksum":"no"');
    expect(await again.state.load('lab')).toBeUndefined();
    await again.close();
  });

  it('temporary files of a crash are swept when the workspace is opened', async () => {
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    mkdirSync(join(path, 'exports', 'generated'), { recursive: true });
    for (const file of [
      'workspace.json.ab.ranklab-tmp',
      'exports/a.csv.ab.ranklab-tmp',
      'exports/generated/b.csv.ab.ranklab-tmp',
      'exports/kept.csv',
    ])
      writeFileSync(join(path, file), 'half');
    await (await Workspace.open(path)).close();
    expect(readdirSync(join(path, 'exports'), { recursive: true }).sort()).toEqual(['generated', 'kept.csv']);
    expect(readdirSync(path).some((file) => file.endsWith('tmp'))).toBe(false);
  });
});

it('recent workspaces are kept in the user’s folder, newest first, and say when one is gone', async () => {
  const folder = temporaryFolder();
  const recent = new RecentWorkspaces(nodeFileOperations, join(folder, 'config'));
  expect(await recent.list()).toEqual([]);
  const workspace = await Workspace.create(join(folder, 'w'), 'x');
  const info = (name: string, path: string) => ({ ...workspace.info, name, path });
  await Promise.all([recent.touch(info('a', '/gone'), 1), recent.touch(info('b', workspace.path), 2), recent.touch(info('c', '/gone'), 3)]);
  const again = new RecentWorkspaces(nodeFileOperations, join(folder, 'config'));
  expect((await again.list()).map(({ name, missing, lastOpenedAtMs }) => [name, missing, lastOpenedAtMs])).toEqual([
    ['c', true, 3],
    ['b', false, 2],
  ]);
  await again.forget('/gone');
  expect(await again.list()).toHaveLength(1);
  writeFileSync(join(folder, 'config', 'recent-workspaces.json'), 'nonsense');
  expect(await again.list()).toEqual([]);
  await workspace.close();
});
