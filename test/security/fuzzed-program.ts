/** The program under random requests, confined to a folder with one file of each kind that a request may name. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzz, type FuzzOutcome, type FuzzSettings } from './fuzz';
import { serveProgram, type ServedProgram } from './served-program';

/** `made`: a backup. */
function makeFiles(scratch: string, workspace: string, made: string): string[] {
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(scratch, name), content);
    return join(scratch, name);
  };
  mkdirSync(join(scratch, 'folder'));
  const backup = join(scratch, 'whole.ranklab-backup');
  copyFileSync(made, backup);
  const whole = readFileSync(backup);
  return [
    backup,
    file('half.ranklab-backup', whole.subarray(0, whole.length / 2)),
    file('log.csv', 'user,video,kind,timestamp\nu1,v01,view,1700000000\nu2,v02,like,1700000001\n'),
    file('hostile.csv', 'user,video,kind,value,timestamp\n__proto__,"v\u202e01",view,1e999,-1\nu2,v02\n"open,v03,,nan,1e300\n'),
    file('videos.csv', 'video,title,duration\nv01,One,60\nv02,Two,1e308\n'),
    file('run.trec', 'u01 Q0 v01 1 2.5 mine\nu01 Q0 v02 2 1.5 mine\nu02 Q0 v03 1 nan mine\n'),
    file('result.ranklab', '{"format":"ranklab-result","formatVersion":1}'),
    file('vectors.npy', Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])),
    file('empty', ''),
    file('zeros.bin', Buffer.alloc(5_000)),
    join(scratch, 'folder'),
    join(scratch, 'new'),
    join(scratch, 'folder/new-too'),
    join(scratch, 'log.csv/below-a-file'),
    `${scratch}/${'x'.repeat(300)}`,
    `${scratch}/nul\u0000.csv`,
    workspace,
    scratch,
  ];
}

/** Keeps workspaces and backups that requests have created from filling the disk. */
function tidy(scratch: string, workspace: string, kept: ReadonlySet<string>): void {
  const isOld = (path: string): boolean => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 10_000; // no longer being written
  for (const name of readdirSync(scratch))
    if (!kept.has(name) && isOld(join(scratch, name))) rmSync(join(scratch, name), { recursive: true, force: true });
  for (const folder of ['backups', 'exports']) {
    const place = join(workspace, folder);
    if (!statSync(place, { throwIfNoEntry: false })) continue;
    for (const name of readdirSync(place).slice(0, -5)) rmSync(join(place, name), { recursive: true, force: true });
  }
}

type Settings = Pick<FuzzSettings, 'requests' | 'seed' | 'progress'>;

/** The result of a job that a request starts. @throws the job's error. */
async function jobResult(program: ServedProgram, path: string, body: object): Promise<Record<string, unknown>> {
  const { status, text: answer } = await program.call('POST', path, body);
  if (status !== 200) throw new Error(`${path}: ${status} ${answer}`);
  const { jobId } = JSON.parse(answer) as { jobId: string };
  for (;;) {
    const { text } = await program.call('GET', `/jobs/${jobId}`);
    const job = JSON.parse(text) as { status: string; result: Record<string, unknown> };
    if (job.status === 'succeeded') return job.result;
    if (job.status !== 'queued' && job.status !== 'running') throw new Error(`${path}: ${text}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Opens the workspace again; jobs that random requests started may still hold it or its service for a while. */
async function reopen(program: ServedProgram, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { status, text } = await program.call('POST', '/workspace/open', { path });
    if (status === 200) return;
    if (attempt === 60) throw new Error(`the workspace does not open again: ${status} ${text}`);
    await new Promise((done) => setTimeout(done, 1_000));
  }
}

/** The outcome, and the problems that `check` finds in the workspace afterwards. */
export async function fuzzProgram({ progress, ...settings }: Settings): Promise<FuzzOutcome & { readonly damage: unknown }> {
  const scratch = mkdtempSync(join(tmpdir(), 'ranklab-fuzz-'));
  const program = await serveProgram({ arguments: ['--root', scratch] });
  try {
    const workspace = join(program.folder, 'workspace');
    const { path: backup } = await jobResult(program, '/workspace/backup', {});
    const paths = makeFiles(scratch, workspace, String(backup));
    const kept = new Set(readdirSync(scratch));
    const memory = (): number => {
      const { exitCode, signalCode, pid } = program.child;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`The service ended by ${signalCode ?? `exit ${exitCode}`}: ${program.log().slice(-4_000)}`);
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
    };
    const tidied = (soFar: FuzzOutcome): void => {
      tidy(scratch, workspace, kept);
      progress?.(soFar);
    };
    const { url, token } = program;
    const outcome = await fuzz({ ...settings, url, token, workspace, paths, memory, progress: tidied });
    await reopen(program, workspace);
    const { findings } = await jobResult(program, '/workspace/check', { repair: false });
    return { ...outcome, damage: findings };
  } finally {
    await program.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
