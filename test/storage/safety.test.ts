/** Check, backup and restore, and the messages when the tables are damaged or missing. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { backUp } from '#service/workspace/backup/backup';
import { restore } from '#service/workspace/backup/restore';
import { ranklab } from '../cli/run-cli';
import { serveWorkspace, type ServedWorkspace } from '../transport/served-workspace';
import { plain, sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

let served: ServedWorkspace;
/** A built workspace that is not open. */
let start = '';
beforeAll(async () => {
  served = await serveWorkspace({ users: 30, videos: 40, interactions: 500 });
  await served.call('POST', '/log_interaction', { user_id: 'u01', video_id: 'v01' });
});
afterAll(() => served.discard());

let path = '';
beforeEach(() => {
  path = join(temporaryFolder(), 'w');
  if (start !== '') cpSync(start, path, { recursive: true });
});

async function finished(route: string, body: object): Promise<{ status: string; result: unknown; error: { message: string } | null }> {
  const { jobId } = (await served.call('POST', route, body)).body as { jobId: string };
  for (;;) {
    const job = (await served.call('GET', `/jobs/${jobId}`)).body as { status: string; result: unknown; error: null };
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a served workspace', () => {
  it('is backed up during writes, and the backup restores to an intact workspace', async () => {
    let writing = true;
    let written = 0;
    const client = (async () => {
      while (writing) {
        const { status } = await served.call('POST', '/log_interaction', { user_id: `during-${written}`, video_id: 'v02' });
        expect(status).toBe(200);
        written++;
      }
    })();
    const job = await finished('/workspace/backup', {});
    writing = false;
    await client;
    expect(job.status, job.error?.message).toBe('succeeded');
    const { path: file, bytes } = job.result as { path: string; bytes: number };
    expect(statSync(file).size).toBe(bytes);
    expect(spawnSync('tar', ['-tf', file], { encoding: 'utf8' }).stdout).toContain('workspace.json');
    expect(written).toBeGreaterThan(0);

    start = join(temporaryFolder(), 'kept');
    await restore(file, start);
    const again = join(served.path, '..', 'restored');
    cpSync(start, again, { recursive: true });
    start = again;
    const workspace = await Workspace.open(again);
    expect(workspace.info.problems).toEqual([]);
    const { interactions, users } = (await workspace.data.loadDataset())!;
    const during = users.ids.ids.filter((id) => id.startsWith('during-'));
    // Events logged before the backup's moment, without a gap.
    expect(during).toEqual(during.map((_, i) => `during-${i}`));
    expect(interactions.count).toBeGreaterThanOrEqual(501 + during.length);
    expect(workspace.artifacts.list().length).toBeGreaterThan(4);
    await workspace.close();
  });

  it('can be checked', async () => {
    const { result } = await finished('/workspace/check', {});
    expect(result).toMatchObject({ findings: [], rebuilt: false });
    expect((result as { read: { artifacts: number; rows: number } }).read.artifacts).toBeGreaterThan(4);
  });
});

describe('check', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = ranklab('check', '--workspace', path, '--json', '--quiet', ...args);
    return {
      status,
      stderr,
      ...(JSON.parse(stdout) as {
        findings: { file: string; repaired: boolean }[];
        rebuilt: boolean;
        error?: { code: string; message: string; remedy: string };
      }),
    };
  };

  it('names a damaged artifact, and repairs it by rebuilding the models', () => {
    const file = readdirSync(join(path, 'artifacts/serving')).find((name) => name.startsWith('factors.'))!;
    const full = join(path, 'artifacts/serving', file);
    const bytes = readFileSync(full);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(full, bytes);
    expect(run()).toMatchObject({ status: 1, findings: [{ file: `artifacts/serving/${file}`, repaired: false }] });
    expect(run('--repair')).toMatchObject({ status: 0, findings: [{ repaired: true }], rebuilt: true });
    expect(run()).toMatchObject({ status: 0, findings: [] });
    expect(ranklab('recommend', '--workspace', path, '--user', 'u01', '--json').status).toBe(0);
  });

  it('reports a damaged data.duckdb with a remedy, and does not call it locked', () => {
    const database = join(path, 'data.duckdb');
    const whole = readFileSync(database);
    // DuckDB uses the newer of two heads; the other may be damaged without harm.
    for (const at of [[9], [100], [4_200, 8_300], everyBlock(whole.length)]) {
      const bytes = Buffer.from(whole);
      for (const from of at) for (let i = 0; i < 64; i++) bytes[from + i] = (bytes[from + i] ?? 0) ^ 0xff;
      writeFileSync(database, bytes);
      const { findings, error } = run();
      const text = error?.message ?? JSON.stringify(findings);
      expect(text, `at ${at.join()}`).toContain('data.duckdb');
      expect(text, `at ${at.join()}`).not.toMatch(/in use|another program/);
    }
    writeFileSync(database, '');
    expect(run().error).toMatchObject({ code: 'CORRUPT_ARTIFACT', message: expect.stringContaining('data.duckdb') as string });
  });

  it('reports that a workspace lost its data, and opens it on a second request', () => {
    rmSync(join(path, 'data.duckdb'));
    const { error, status } = run();
    expect(status).toBe(1);
    expect(error).toMatchObject({
      code: 'CORRUPT_ARTIFACT',
      message: expect.stringMatching(/had data.*data\.duckdb is missing/) as string,
    });
    expect(error?.remedy).toContain('ranklab restore');
    const imported = ranklab('import', '--workspace', path, '--interactions', join(path, 'exports/generated/interactions.csv'));
    expect(imported.status, 'an import over it is not offered').toBe(1);
    expect(run('--repair').findings[0]).toMatchObject({ file: 'data.duckdb', repaired: true });
    expect(ranklab('import', '--workspace', path, '--interactions', join(path, 'exports/generated/interactions.csv')).status).toBe(0);
  });

  it('names a damaged manifest', () => {
    const manifest = join(path, 'workspace.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('Served', 'served'));
    expect(run().error).toMatchObject({ code: 'CORRUPT_ARTIFACT', message: expect.stringContaining('workspace.json') as string });
    const artifacts = join(path, 'artifacts/manifest.json');
    writeFileSync(artifacts, readFileSync(artifacts, 'utf8').slice(0, -20));
    const repaired = run('--repair');
    expect(repaired.findings.map(({ file }) => file)).toEqual(['workspace.json', 'artifacts/manifest.json']);
    expect(repaired).toMatchObject({ status: 0, rebuilt: true });
  });
});

describe('a backup', () => {
  it('is rejected as a whole if a byte is wrong or it is truncated, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const workspace = await Workspace.create(join(folder, 'w'), 'Small');
    await workspace.data.saveDataset(sampleDataset(), 'made by hand');
    const long = join(workspace.path, 'exports', 'a'.repeat(120));
    mkdirSync(long, { recursive: true });
    writeFileSync(join(long, `${'ü'.repeat(60)}.csv`), 'x');
    const { path: file } = await backUp(workspace, join(folder, 'small.ranklab-backup'));
    const expected = plain((await workspace.data.loadDataset())!);
    await workspace.close();
    const bytes = readFileSync(file);
    const target = join(folder, 'restored');
    const at = (part: number): number => Math.floor(bytes.length * part);
    for (const damaged of [
      ...[0.02, 0.3, 0.6, 0.9].map((part) => flipped(bytes, at(part))),
      bytes.subarray(0, at(0.5)),
      bytes.subarray(0, -1_500),
      Buffer.alloc(0),
    ]) {
      writeFileSync(file, damaged);
      await restore(file, target).then(
        () => expect(damaged.equals(bytes), 'only padding may be flipped unnoticed').toBe(false),
        (error: unknown) => expect(error).toMatchObject({ code: 'CORRUPT_ARTIFACT' }),
      );
      rmSync(target, { recursive: true, force: true });
      expect(readdirSync(folder).sort()).toEqual(['small.ranklab-backup', 'w']);
    }
    writeFileSync(file, bytes);
    await restore(file, target);
    await expect(restore(file, target)).rejects.toMatchObject({ code: 'CONFLICT' });
    const again = await Workspace.open(target);
    expect(plain((await again.data.loadDataset())!)).toEqual(expected);
    expect(existsSync(join(target, 'exports', 'a'.repeat(120), `${'ü'.repeat(60)}.csv`))).toBe(true);
    await again.close();
  });

  it('and a restore are verbs of the command line', () => {
    const to = join(path, '..', 'out.ranklab-backup');
    const backup = ranklab('backup', '--workspace', path, '--to', to, '--json', '--quiet');
    expect(JSON.parse(backup.stdout), backup.stderr).toMatchObject({ path: to });
    const restored = join(path, '..', 'restored');
    expect(ranklab('restore', '--from', to, '--workspace', restored, '--json', '--quiet').status).toBe(0);
    expect(ranklab('check', '--workspace', restored, '--quiet').stdout).toContain('No damage.');
  });
});

/** A place in every block of the file, because only DuckDB knows which blocks hold rows. */
const everyBlock = (bytes: number): number[] =>
  Array.from({ length: Math.floor((bytes - 12_288) / 262_144) }, (_, i) => 12_288 + i * 262_144 + 2_000);

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
