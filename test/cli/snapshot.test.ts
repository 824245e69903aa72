/** A copy of a workspace that nothing changes: many processes read it at once, whatever would write is refused, and every byte is checked. */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeShard } from '#service/experiments/shards/shard-file';
import { createRuntime, type Runtime } from '#service/runtime';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { checkWorkspace } from '#service/workspace/backup/check';
import { makeSnapshot } from '#service/workspace/snapshot/make-snapshot';
import { generatorParamsSchema, importRequestSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { buildSettingsSchema } from '#shared/schemas/model';
import { recommendInputSchema } from '#shared/schemas/ranking';
import { variant } from '../fixtures';
import { skipReason } from '../skip-reason';
import { ranklab } from './run-cli';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-snapshot-test-'));
const workspace = join(folder, 'workspace');
const snapshot = join(folder, 'snapshot');
const variants = [
  variant({ name: 'popular', weights: { popularity: 1 } }),
  variant({ name: 'mixed', weights: { factors: 0.7, freshness: 0.3 } }),
];
const files = variants.map(({ name }) => join(folder, `${name}.json`));
const config = experimentConfigSchema.parse({ variants, metrics: ['ndcg@5', 'coverage@5'], statistics: { permutations: 100 } });
const opened: Runtime[] = [];

async function open(path: string): Promise<Runtime> {
  const runtime = createRuntime();
  opened.push(runtime);
  await runtime.session.open(path);
  return runtime;
}

beforeAll(async () => {
  variants.forEach((one, v) => writeFileSync(files[v] ?? '', JSON.stringify(one)));
  const runtime = createRuntime();
  await runtime.session.create(workspace, 'films');
  const current = runtime.session.current();
  await current.generate(generatorParamsSchema.parse({ users: 120, videos: 140, interactions: 2_400, seed: 6 }));
  await current.models.build(buildSettingsSchema.parse({ factors: { factorCount: 6 } }));
  // A change that is only in the log: the snapshot has it in its tables.
  await current.logInteraction({
    userId: 'someone-new',
    videoId: (await current.dataset()).items.ids.ids[0] ?? '',
    kind: 'view',
    value: 1,
  });
  const report = await makeSnapshot(current.store, snapshot);
  expect(report).toMatchObject({ path: snapshot, files: expect.any(Number) as number });
  await runtime.shutDown();
});

afterAll(async () => {
  for (const runtime of opened) await runtime.shutDown();
  spawnSync('umount', [join(folder, 'disk')]);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line beside this process. */
const started = (...args: string[]): Promise<number | null> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [resolve('out/node/cli.js'), ...args, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', done);
  });

const inputs = ['--variants', ...files, '--metrics', 'ndcg@5,coverage@5', '--permutations', '100'];

it('16 shards, two of them as processes beside a reader, give the files of one run on the workspace, byte for byte', async () => {
  const shards = join(folder, 'shards');
  const formats = ['--formats', 'csv,json,trec,html'];
  const shard = (index: number): Promise<number | null> =>
    started('compare', '--snapshot', snapshot, ...inputs, '--shard', `${index}/16`, '--out', shards);
  const { session } = await open(snapshot);
  const inProcess = async (): Promise<void> => {
    for (let index = 3; index <= 16; index++)
      await writeShard(nodeFileOperations, shards, await session.current().experiments.measureShard(config, { index, count: 16 }));
  };
  expect(await Promise.all([shard(1), shard(2), inProcess()])).toEqual([0, 0, undefined]);
  const [whole, merged] = [join(folder, 'whole'), join(folder, 'merged')];
  expect(
    await Promise.all([
      started('compare', '--workspace', workspace, ...inputs, ...formats, '--out', whole),
      started('merge', shards, ...formats, '--out', merged),
    ]),
  ).toEqual([0, 0]);
  const names = readdirSync(whole);
  expect(readdirSync(merged)).toEqual(names);
  for (const name of names) expect(readFileSync(join(merged, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
  const again = ranklab('merge', shards, '--formats', 'csv', '--out', join(folder, 'again'), '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ lookRecorded: false });
});

it('the jobs for Slurm measure the shards of an array and merge them', async () => {
  const [bin, given, out] = ['bin', 'variants', 'slurm'].map((name) => join(folder, name));
  for (const path of [bin, given]) mkdirSync(path ?? '');
  writeFileSync(join(bin ?? '', 'ranklab'), `#!/bin/sh\nexec "${process.execPath}" "${resolve('out/node/cli.js')}" "$@"\n`, {
    mode: 0o755,
  });
  for (const [v, file] of files.entries()) cpSync(file, join(given ?? '', `${v}.json`));
  const job = (script: string, task: Record<string, string> = {}): Promise<number | null> =>
    new Promise((done) => {
      const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, SNAPSHOT: snapshot, VARIANTS: given, OUT: out, ...task };
      spawn('bash', [resolve('deploy/slurm', script)], { env, stdio: ['ignore', 'ignore', 'inherit'] }).on('exit', done);
    });
  const task = (index: string): Record<string, string> => ({ SLURM_ARRAY_TASK_ID: index, SLURM_ARRAY_TASK_COUNT: '2' });
  expect(await Promise.all([job('compare.sbatch', task('1')), job('compare.sbatch', task('2'))])).toEqual([0, 0]);
  expect(await job('merge.sbatch')).toBe(0);
  expect(readdirSync(join(out ?? '', 'report'))).toContain('summary.csv');
});

it('refuses whatever would change it, and names it', async () => {
  const { session } = await open(snapshot);
  const current = session.current();
  expect(session.workspaceInfo()?.snapshot?.madeAtMs).toBeGreaterThan(0);
  const videoId = (await current.dataset()).items.ids.ids[0] ?? '';
  const csv = join(folder, 'new.csv');
  writeFileSync(csv, 'user_id,video_id,rank\nu1,v1,1\n');
  const changes: Record<string, () => Promise<unknown>> = {
    generate: () => current.generate(generatorParamsSchema.parse({ users: 10, videos: 10, interactions: 50 })),
    import: () => current.import(importRequestSchema.parse({ interactions: csv })),
    undoImport: () => current.undoImport(),
    build: () => current.models.build(buildSettingsSchema.parse({})),
    removeVideo: () => current.removeVideo(videoId),
    logInteraction: () => current.logInteraction({ userId: 'u1', videoId, kind: 'view', value: 1 }),
    save: () => current.store.experiments.save({ name: 'n', notes: '', createdAtMs: 1, config, result: {} as never }),
    'add a run': () => current.runs.add(csv),
    'store a variant': () => current.variants.save(variant({ name: 'mine' })),
    'start an online experiment': () =>
      current.online.start({
        id: 'a',
        seed: 1,
        kinds: ['view'],
        arms: [
          { variant: variants[0], share: 1 },
          { variant: variants[1], share: 1 },
        ],
      } as never),
    repair: () => checkWorkspace(current.store, { rebuild: () => Promise.resolve() }),
    'write a file': () => current.store.saveExports('x', [['a.csv', 'a'] as never]),
  };
  for (const [name, change] of Object.entries(changes))
    await expect(change(), name).rejects.toMatchObject({ code: 'READ_ONLY', details: { place: snapshot } });
  expect((await checkWorkspace(current.store)).findings).toEqual([]);
});

it('has what was logged before, and keeps documents and looks for as long as the process', async () => {
  const [one, other] = [(await open(snapshot)).session.current(), (await open(snapshot)).session.current()];
  expect((await one.dataset()).users.ids.ids).toContain('someone-new');
  await one.store.state.save('lab', { weights: 1 });
  expect(await one.store.state.load('lab')).toEqual({ weights: 1 });
  expect(await other.store.state.load('lab')).toBeUndefined();
});

it('is never overwritten, and a folder that is none is named', () => {
  const again = ranklab('snapshot', '--workspace', workspace, '--out', snapshot, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'CONFLICT', place: snapshot } });
  const none = ranklab('compare', '--snapshot', workspace, ...inputs, '--out', join(folder, 'none'));
  expect(none.stderr).toContain(`${workspace} is no snapshot`);
});

it('refuses to save a comparison before anything else is read', () => {
  const refused = ranklab('compare', '--snapshot', snapshot, '--save', 'kept', '--out', join(folder, 'kept'), '--json');
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'READ_ONLY' } });
});

describe('damage', () => {
  const copied = (name: string): string => {
    const copy = join(folder, name);
    cpSync(snapshot, copy, { recursive: true });
    return copy;
  };

  it('of one byte is found by “check”, with files that are missing or were added', async () => {
    const copy = copied('flipped');
    const artifact = join('artifacts/serving', readdirSync(join(copy, 'artifacts/serving'))[0] ?? '');
    const bytes = readFileSync(join(copy, artifact));
    bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
    chmodSync(join(copy, artifact), 0o644);
    writeFileSync(join(copy, artifact), bytes);
    writeFileSync(join(copy, 'artifacts', 'added'), '{}');
    const { session } = await open(copy);
    const { findings } = await checkWorkspace(session.current().store);
    expect(findings.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(
      expect.arrayContaining([`${artifact}: it does not match its checksum`, 'artifacts/added: it is no file of the snapshot']),
    );
  });

  it('of a copy that was cut short is found when it is opened', async () => {
    const copy = copied('cut');
    chmodSync(join(copy, 'workspace.json'), 0o644);
    appendFileSync(join(copy, 'workspace.json'), ' ');
    await expect(open(copy)).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT', details: { place: join(copy, 'workspace.json') } });
  });
});

/** Only root may mount a file system that nobody can write. */
const disk = join(folder, 'disk');
mkdirSync(disk);
const canMount = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', 'ranklab-test', disk]).status === 0;

it.runIf(canMount)(
  `is read on a file system that cannot be written${skipReason(canMount ? undefined : 'file systems cannot be mounted here')}`,
  async () => {
    cpSync(snapshot, join(disk, 'films'), { recursive: true });
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
    const { session } = await open(join(disk, 'films'));
    const user = (await session.current().dataset()).users.ids.ids[0] ?? '';
    const input = recommendInputSchema.parse({ context: { user }, limit: 5 });
    expect((await session.current().lists.recommend(input)).items).toHaveLength(5);
    expect((await session.current().experiments.run(config)).result.testLooks).toBe(1);
  },
);
