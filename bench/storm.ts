/**
 * Kills the command line with SIGKILL at random moments of serve, import, build, refresh, compare and backup, repeatedly on one
 * workspace, and compares the remaining state with an oracle: every acknowledged write exists once; after an import, a build or a refresh
 * the data, the settings and the lists equal those from before or those that the same command leaves on a copy when it is not killed;
 * comparisons and backups change nothing; backups are complete; and `check` reports no problems. Prints one JSON document and a line that sums it up, and fails if
 * a write was lost or a state was mixed. Reports progress on stderr.
 *
 *     node scripts/run-typescript.mjs bench/storm.ts [kills, 300] [seed, 1]
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WorkerPool } from '#service/jobs/worker-pool';
import { restore } from '#service/workspace/backup/restore';
import { usePlatformHash } from '#service/platform-hash';
import { isSame, look, makeWorkspace, type Found } from './storm-state';

const [kills = 300, seed = 1] = process.argv.slice(2).map(Number);
const root = mkdtempSync(join(tmpdir(), 'ranklab-storm-'));
const path = join(root, 'workspace');
const cli = resolve('out/node/cli.js');
const environment = { ...process.env, RANKLAB_CONFIG_DIR: join(root, 'config') };
const workers = new WorkerPool();
usePlatformHash();
execFileSync(process.execPath, ['scripts/ensure-built.mjs', 'node'], { stdio: ['ignore', 2, 2] });

/** mulberry32: the same seed gives the same moments. */
let state = seed;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pause = (ms: number): Promise<void> => new Promise((settle) => setTimeout(settle, ms));

/** The expected state: users of acknowledged writes, and users of writes with an unknown outcome, whose response never arrived. */
const acknowledged = new Map<string, number>();
const unanswered = new Set<string>();
/** `changed`: the state differed afterwards; `duringWrites`: a client still waited for the answer to its write when the service was killed. */
const counts: Record<string, { kills: number; completed: number; changed: number; duringWrites: number }> = {};
const found = { losses: [] as string[], mixtures: [] as string[] };
let writes = 0;
let round = 0;
let factors = 8;

function report(kind: keyof typeof found, what: string): void {
  found[kind].push(`round ${round}: ${what}`);
  console.error(`round ${round}: ${what}`);
}
const lost = (what: string): void => report('losses', what);
const reportMixture = (what: string): void => report('mixtures', what);

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
}

const ended = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((settle) => child.once('close', (_, signal) => settle(signal)));

/** Kills the child after `ms`, counted from `from`, unless it has ended; true when it was killed. */
async function killedAfter(child: ChildProcess, ms: number, from: Promise<unknown>): Promise<boolean> {
  const over = ended(child);
  let timer: NodeJS.Timeout | undefined;
  void from.then(() => (timer = setTimeout(() => child.kill('SIGKILL'), ms)));
  const signal = await over;
  clearTimeout(timer);
  // A refresh after an import that was not followed by a build has nothing to refresh.
  const verb = child.spawnargs[2] ?? '';
  if (signal === null && child.exitCode !== 0 && verb !== 'refresh') reportMixture(`${verb} failed with exit code ${child.exitCode}`);
  return signal === 'SIGKILL';
}

interface Activity {
  /** Duration of a complete run in milliseconds, so that kills are spread over all of it; updated whenever a run completes. */
  span: number;
  /** Called once per round; returns the command's arguments for the workspace in `folder`. */
  command(): (folder: string) => string[];
  /** The states that a kill may leave: its clients' writes; the old or the new state; only the old state. */
  readonly leaves: 'writes' | 'old or new' | 'old';
}

const base = (prefix: string): string => `${prefix}-${round}`;
const compared = join(root, 'compared');

function importedFile(): string {
  const file = join(root, 'new.csv');
  const row = (i: number): string => `${base('imported')},v${String(1 + (i % 90)).padStart(2, '0')},view,${1_704_067_200 + i}`;
  writeFileSync(file, `user,video,kind,timestamp\n${Array.from({ length: 50 }, (_, i) => row(i)).join('\n')}\n`);
  return file;
}

const activities: Record<string, Activity> = {
  serve: {
    span: 600, // from the first acknowledged write; all four clients write without pause
    leaves: 'writes',
    command: () => (folder) => ['serve', '--workspace', folder, '--port', '0', '--json'],
  },
  import: {
    span: 1_800,
    leaves: 'old or new',
    command: () => {
      const file = importedFile();
      return (folder) => ['import', '--workspace', folder, '--interactions', file, '--mode', 'merge', '--quiet'];
    },
  },
  build: {
    span: 2_500,
    leaves: 'old or new',
    command: () => {
      factors = factors === 8 ? 12 : 8;
      return (folder) => ['build', '--workspace', folder, '--factors', String(factors), '--quiet'];
    },
  },
  refresh: { span: 2_500, leaves: 'old or new', command: () => (folder) => ['refresh', '--workspace', folder, '--quiet'] },
  compare: {
    span: 2_500,
    leaves: 'old',
    command: () => (folder) => ['compare', '--workspace', folder, '--baselines', 'popular', '--out', compared, '--quiet'],
  },
  backup: { span: 2_000, leaves: 'old', command: () => (folder) => ['backup', '--workspace', folder, '--quiet'] },
};

/** The address that a service prints when it is ready; empty if it was killed before. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((settle) => {
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) settle(text);
    });
    child.once('close', () => settle(''));
  });

/** Four clients log until the service is gone; each sends the next request after a response. `onWrite`: after each acknowledged write. */
async function clients(line: string, prefix: string, child: ChildProcess, onWrite: () => void): Promise<void> {
  if (line === '') return;
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const client = async (name: string): Promise<void> => {
    for (let i = 0; ; i++) {
      const user = `${prefix}-${name}-${i}`;
      unanswered.add(user);
      const body = JSON.stringify({ user_id: user, video_id: `v${String(1 + (i % 90)).padStart(2, '0')}` });
      const answer = await fetch(`${url}/log_interaction`, { method: 'POST', headers, body }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer?.ok !== true || text === undefined) {
        if (answer && !answer.ok) reportMixture(`a write was answered with ${answer.status}: ${(text ?? '').slice(0, 300)}`);
        await pause(20);
        if (child.exitCode !== null || child.signalCode !== null) return;
        continue; // the outcome of this write is unknown
      }
      unanswered.delete(user);
      acknowledged.set(user, 1);
      writes++;
      onWrite();
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(client));
}

/** The state that the command leaves on a copy of the workspace when it is not killed. */
async function runToCompletion(activity: Activity, command: (folder: string) => string[]): Promise<Found> {
  const copy = join(root, 'complete-run');
  cpSync(path, copy, { recursive: true, filter: (source) => !source.endsWith('.ranklab-backup') });
  const startedAt = performance.now();
  await ended(run(...command(copy)));
  activity.span = performance.now() - startedAt;
  const left = await look(copy, workers);
  rmSync(copy, { recursive: true, force: true });
  return left;
}

/** Every acknowledged write exists exactly as often as it was sent, and nothing exists that was not sent. */
function compareWithOracle({ users }: Found): void {
  for (const [user, times] of acknowledged) {
    const there = users.get(user) ?? 0;
    if (there !== times) lost(`${user} is there ${there} times, was acknowledged ${times} times`);
  }
  for (const [user, times] of users) {
    if (!user.includes('-') || acknowledged.has(user)) continue;
    const isWhole = user.startsWith('imported') ? times === 50 : unanswered.has(user) && times === 1;
    if (!isWhole) reportMixture(`${user} is there ${times} times without having been sent`);
    acknowledged.set(user, times); // written, but killed before the response: it must stay
  }
  unanswered.clear();
}

/** The newest backup is complete, and equals the workspace if it was created in this round. */
async function checkBackups(now: Found, isFresh: boolean): Promise<void> {
  const folder = join(path, 'backups');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ranklab-backup')) : [];
  const newest = names.sort().at(-1);
  if (newest === undefined) return;
  const target = join(root, 'restored');
  await restore(join(folder, newest), target);
  const then = await look(target, workers);
  for (const damage of then.damage) reportMixture(`a restored backup: ${damage}`);
  if (isFresh && !isSame(then, now)) reportMixture('a restored backup differs from the workspace');
  if (then.interactions > now.interactions) lost(`a backup holds ${then.interactions} interactions of ${now.interactions}`);
  rmSync(target, { recursive: true, force: true });
  for (const name of names.slice(0, -1)) rmSync(join(folder, name));
}

/** The files of a comparison are complete or absent. */
function checkCompared(): void {
  for (const name of existsSync(compared) ? readdirSync(compared, { recursive: true, encoding: 'utf8' }) : []) {
    if (!name.endsWith('.json')) continue;
    try {
      JSON.parse(readFileSync(join(compared, name), 'utf8'));
    } catch {
      reportMixture(`${name} of a comparison is written in part`);
    }
  }
}

/** Kills the command once and checks the remaining state. */
async function killOnce(name: string, activity: Activity, before: Found): Promise<Found> {
  const isFirst = !(name in counts);
  const count = (counts[name] ??= { kills: 0, completed: 0, changed: 0, duringWrites: 0 });
  const command = activity.command();
  // A command that changes nothing first runs once without a kill, to measure its duration.
  if (activity.leaves === 'old' && isFirst) await runToCompletion(activity, command);
  const intended = activity.leaves === 'old or new' ? await runToCompletion(activity, command) : before;
  const child = run(...command(path));
  const startedAt = performance.now();
  let from: Promise<unknown> = Promise.resolve();
  if (activity.leaves === 'writes') {
    const ready = addressOf(child);
    const writing = new Promise<void>((begin) => void ready.then((line) => clients(line, base('served'), child, begin)));
    if (random() < 0.85) from = writing; // otherwise it may be killed while it starts
  }
  const wasKilled = await killedAfter(child, 50 + random() * activity.span * 1.3, from);
  if (!wasKilled) activity.span = performance.now() - startedAt;
  count[wasKilled ? 'kills' : 'completed']++;
  await pause(20); // lets the clients' last responses arrive
  if (wasKilled && unanswered.size > 0) count.duringWrites++;
  const after = await look(path, workers);
  for (const damage of after.damage) reportMixture(damage);
  compareWithOracle(after);
  if (activity.leaves !== 'writes') {
    const isOld = isSame(after, before) && (wasKilled || activity.leaves === 'old');
    if (!isOld && !isSame(after, intended))
      reportMixture(`${name} left neither the old nor the new state: ${explain(before, after, intended)}`);
  }
  if (!isSame(after, await look(path, workers))) reportMixture('two openings differ');
  if (!isSame(after, before)) count.changed++;
  if (name === 'backup') await checkBackups(after, !wasKilled);
  if (name === 'compare') checkCompared();
  return after;
}

const explain = (...states: Found[]): string =>
  JSON.stringify(states.map(({ interactions, factors: k, lists, users }) => ({ interactions, users: users.size, factors: k, lists })));

const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1e6);

const startedAt = performance.now();
mkdirSync(join(root, 'config'));
await makeWorkspace(path, workers, factors);
let before = await look(path, workers);
const megabytesAtStart = megabytes();
const names = Object.keys(activities);
const killed = (): number => Object.values(counts).reduce((sum, count) => sum + count.kills, 0);
for (; killed() < kills; round++) {
  const name = names[round % names.length] ?? 'serve';
  const activity = activities[name];
  if (activity) before = await killOnce(name, activity, before);
  if (round % 10 === 9) console.error(`${killed()} kills in ${round + 1} rounds, ${Math.round((performance.now() - startedAt) / 1_000)} s`);
}
await workers.close();
rmSync(root, { recursive: true, force: true });
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const { losses, mixtures } = found;
const findings = [...losses, ...mixtures];
const summary = {
  kills: killed(),
  seed,
  seconds,
  acknowledgedWrites: writes,
  losses: losses.length,
  mixtures: mixtures.length,
  counts,
  findings,
};
console.log(JSON.stringify(summary, null, 2));
const { kills: serveKills = 0, duringWrites = 0 } = counts['serve'] ?? {};
console.log(
  `storm, seed ${seed}: ${killed()} kills in ${seconds} s (${duringWrites} of ${serveKills} of serve during writes), ${writes} acknowledged writes, ` +
    `${losses.length} losses, ${mixtures.length} mixtures, memory of the storm ${megabytesAtStart} MB at the start, ${megabytes()} MB at the end`,
);
if (findings.length > 0) process.exitCode = 1;
