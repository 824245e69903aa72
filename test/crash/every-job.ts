/** Every job that the API can start, and what a client can see of a workspace. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveProgram, type ServedProgram } from '../security/served-program';

export interface JobDocument {
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  readonly kind: string;
  readonly fraction: number;
  readonly error: { readonly message: string } | null;
  readonly result: Record<string, unknown> | null;
}

/** Route and body of one job; a path with `{id}` is filled in by the caller. */
export type JobRequest = readonly [path: string, body: object];

const popular = { name: 'Popular', weights: { popularity: 1 } };
const mixed = { name: 'Mixed', weights: { popularity: 0.4, freshness: 0.3, similarity: 0.3 } };
const variants = [popular, mixed];
const config = { variants, metrics: ['ndcg@10', 'recall@10'] };

/** 500 logged lists of two videos, drawn with equal chances. */
const rowsOfLists = Array.from({ length: 1_000 }, (_, row) => row);
const loggedLists = {
  slates: rowsOfLists.map((row) => `list ${row >> 1}`),
  positions: rowsOfLists.map((row) => (row % 2) + 1),
  users: rowsOfLists.map((row) => `u${String(1 + ((row >> 1) % 50)).padStart(3, '0')}`),
  videos: rowsOfLists.map((row) => `v${String(1 + (row % 40)).padStart(3, '0')}`),
  rewards: rowsOfLists.map((row) => row % 3),
  loggingProbabilities: rowsOfLists.map(() => 0.02),
  variant: mixed,
  acceptFewDecisions: true,
};

/** `experimentId`: a saved experiment; `folder`: where files for imports are made. */
function everyJob(experimentId: string, folder: string, backup: string): JobRequest[] {
  const rows = Array.from({ length: 60_000 }, (_, i) => `u${i % 700},v${String(1 + (i % 90)).padStart(3, '0')},view,${1_704_067_200 + i}`);
  const log = join(folder, 'log.csv');
  writeFileSync(log, `user,video,kind,timestamp\n${rows.join('\n')}\n`);
  const run = join(folder, 'mine.trec');
  writeFileSync(run, Array.from({ length: 30_000 }, (_, i) => `u${i % 60} Q0 v${1 + i} ${i} ${1 / (i + 1)} mine\n`).join(''));
  const axis = { kind: 'weight', steps: 21 };
  return [
    ['/dataset/export', { what: 'all', format: 'csv' }],
    ['/runs', { path: run }],
    ['/model/build', { factors: { factorCount: 24 } }],
    ['/model/refresh', {}],
    ['/model/audit', {}],
    ['/model/map', {}],
    ['/model/index-bench', { types: ['flat', 'hnsw'] }],
    ['/experiments', { name: 'Cancelled', config }],
    [`/experiments/${experimentId}/reproduce`, {}],
    ['/experiments/live/prepare', { variants }],
    ['/experiments/lens/run', { variants, metric: 'ndcg@10' }],
    ['/experiments/multiverse', { config, maximum: 6 }],
    ['/experiments/gate', { against: { experimentId }, candidate: mixed }],
    ['/diagnose/blame', { variants }],
    ['/diagnose/movers', { variants }],
    ['/diagnose/sensitivity', { variants, x: { ...axis, signal: 'popularity' }, y: { ...axis, signal: 'freshness' } }],
    ['/diagnose/goal', { variant: mixed, context: { user: 'u001' }, moves: [] }],
    ['/simulate/ab-test/plan', { variants }],
    ['/simulate/ab-test', { variants, users: 500, repetitions: 60 }],
    ['/simulate/interleaving', { variants, repetitions: 20, largestUsers: 300 }],
    ['/simulate/bandits', { variants, visits: 3_000 }],
    ['/simulate/off-policy', { variants, repetitions: 40, slates: 2_000 }],
    ['/evaluate/off-policy/variant', loggedLists],
    ['/tuning/learn', { variant: mixed }],
    ['/tuning/sweep', { variant: mixed, parameters: [{ path: 'weights.popularity', low: 0, high: 1 }], settings: 30 }],
    ['/export/ranker', { variant: mixed, target: 'duckdb' }],
    ['/workspace/check', { repair: false }],
    ['/workspace/backup', {}],
    ['/workspace/snapshot', { path: join(folder, 'snapshot') }],
    ['/workspace/restore', { file: backup, path: join(folder, 'restored') }],
    // Last, because other jobs need models of the data.
    ['/dataset/import', { interactions: log, mode: 'merge' }],
    ['/dataset/generate', { users: 2_000, videos: 2_000, interactions: 60_000, seed: 9 }],
  ];
}

/** A served workspace, and what every job needs: a saved experiment, files to import, a backup. */
export async function prepareJobs(): Promise<{ program: ServedProgram; workspace: string; outside: string; jobs: JobRequest[] }> {
  const program = await serveProgram({ sizes: { users: 400, videos: 500, interactions: 8_000 } });
  const outside = join(program.folder, 'outside');
  mkdirSync(outside);
  const saved = await followJob(program, await startJob(program, ['/experiments', { name: 'Saved', config }]));
  const backup = await followJob(program, await startJob(program, ['/workspace/backup', {}]));
  const jobs = everyJob(String(saved.result?.['experimentId']), outside, String(backup.result?.['path']));
  return { program, workspace: join(program.folder, 'workspace'), outside, jobs };
}

const isOver = ({ status }: JobDocument): boolean => status !== 'queued' && status !== 'running';

/** Starts a job; returns its id. @throws with the answer when it is refused. */
export async function startJob({ call }: ServedProgram, [path, body]: JobRequest): Promise<string> {
  const { status, text } = await call('POST', path, body);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
  return (JSON.parse(text) as { jobId: string }).jobId;
}

/** Polls the job until `isReached`, or until it is over. */
export async function followJob(
  { call }: ServedProgram,
  id: string,
  isReached: (job: JobDocument) => boolean = () => false,
): Promise<JobDocument> {
  for (;;) {
    const job = JSON.parse((await call('GET', `/jobs/${id}`)).text) as JobDocument;
    if (isOver(job) || isReached(job)) return job;
    await sleep(2);
  }
}

/** Relative paths of all files below `folder`, with a hash of each. */
export function filesBelow(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const content = readIfThere(join(folder, name));
    return content ? [`${name} ${createHash('sha256').update(content).digest('hex').slice(0, 12)}`] : [];
  });
  return files.sort();
}

/** Undefined for a folder, and for a file that the running service has replaced or removed meanwhile. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Models fitted for an evaluation are a cache, written together and checked by `/workspace/check`; not the job's output. */
const isOutput = (name: string): boolean => !/^(?:[0-9a-f]{64}\/|manifest\.json )/.test(name);

/** What a client sees: data, models, lists and all that is stored; and the files that jobs write. */
export async function seenBy({ call }: ServedProgram, workspace: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const path of [
    '/dataset',
    '/model',
    '/experiments',
    '/runs',
    '/signals',
    '/variants',
    '/users?limit=5',
    '/model/audit',
    '/model/index-bench',
  ])
    seen[path] = JSON.parse((await call('GET', path)).text, (key, value: unknown) => (key === 'origin' ? '' : value)); // loaded or built
  for (const user of ['u001', 'u002'])
    seen[user] = (JSON.parse((await call('POST', '/recommend', { user_id: user })).text) as { items?: unknown }).items;
  for (const folder of ['artifacts', 'exports', 'backups', 'uploads']) seen[folder] = filesBelow(join(workspace, folder)).filter(isOutput);
  return seen;
}
