/**
 * Kills the command line with SIGKILL at random moments of serve, import, build, refresh, compare and backup, repeatedly on one
 * workspace, and compares the remaining state with an oracle: every acknowledged write exists once, an import is complete or absent,
 * lists are those of the models before or after a build, backups are complete, and `check` reports no problems. Prints one JSON
 * document and fails on the first lost write or mixed state.
 *
 *     node scripts/run-typescript.mjs bench/storm.ts [kills, 300] [seed, 1]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { AnnSelection } from '#service/ann/ann-selection';
import { WorkerPool } from '#service/jobs/worker-pool';
import { OpenWorkspace } from '#service/workspace/open-workspace';
import { checkWorkspace } from '#service/workspace/safety/check';
import { restore } from '#service/workspace/safety/restore';
import { Workspace } from '#service/workspace/stored-workspace';
import { usePlatformHash } from '#service/platform-hash';
import { buildSettingsSchema } from '#shared/schemas/model';

const [kills = 300, seed = 1] = process.argv.slice(2).map(Number);
const root = mkdtempSync(join(tmpdir(), 'ranklab-storm-'));
const path = join(root, 'workspace');
const cli = resolve('out/node/cli.js');
const environment = { ...process.env, RANKLAB_CONFIG_DIR: join(root, 'config') };
const workers = new WorkerPool();
usePlatformHash();

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
const findings: string[] = [];
const counts: Record<string, { kills: number; completed: number; changed: number }> = {};
let writes = 0;
let round = 0;
let factors = 8;
let expectedLists = new Set<string>();

interface Found {
  readonly users: ReadonlyMap<string, number>;
  readonly interactions: number;
  readonly factors: number;
  readonly list: string;
}

/** Opens the remaining workspace, reads all of it, and closes it. */
async function look(folder = path): Promise<Found> {
  const open = new OpenWorkspace(await Workspace.open(folder), workers, new AnnSelection());
  try {
    const { users, interactions } = await open.dataset();
    const found = new Map<string, number>();
    for (const user of interactions.users) found.set(users.ids.ids[user] ?? '', (found.get(users.ids.ids[user] ?? '') ?? 0) + 1);
    const { findings: damage } = await checkWorkspace(open.store);
    for (const { file, reason } of damage) findings.push(`round ${round}: ${file}: ${reason}`);
    for (const { file, reason } of open.store.info.problems) findings.push(`round ${round}: set aside ${file}: ${reason}`);
    const built = (await open.models.settings()).factors.factorCount;
    const isBuilt = await open.models.isBuilt(); // after an import the models are not built yet
    const { items } = !isBuilt
      ? { items: [] }
      : await open.lists.recommend({
          context: { user: 'u01' },
          limit: 10,
          exclude: [],
          side: 'serving',
          relevance: { rule: 'any' },
        } as never);
    return { users: found, interactions: interactions.count, factors: built, list: items.map(({ videoId }) => videoId).join(' ') };
  } finally {
    await open.close();
  }
}

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
}

/** Kills the child after `ms` unless it has ended; true when it was killed. */
async function killedAfter(child: ChildProcess, ms: number): Promise<boolean> {
  const closed = new Promise<NodeJS.Signals | null>((settle) => child.once('close', (_, signal) => settle(signal)));
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const signal = await closed;
  clearTimeout(timer);
  // A refresh after an import that was not followed by a build has nothing to refresh.
  if (signal === null && child.exitCode !== 0 && child.spawnargs[2] !== 'refresh')
    lost(`${child.spawnargs.slice(2, 3).join('')} failed with exit code ${child.exitCode}`);
  return signal === 'SIGKILL';
}

interface Activity {
  /** Upper bound of its duration in milliseconds, so that kills are spread over all of it. */
  readonly span: number;
  /** Starts it; the caller kills it. */
  start(): Promise<ChildProcess>;
  /** Checks the allowed states afterwards. */
  check(before: Found, after: Found): void;
}

const base = (prefix: string): string => `${prefix}-${round}`;
const lost = (what: string): void => void findings.push(`round ${round}: ${what}`);

const activities: Record<string, Activity> = {
  serve: {
    span: 2_500,
    async start() {
      const child = run('serve', '--workspace', path, '--port', '0', '--json');
      void clients(child, base('served'));
      return child;
    },
    check: () => {},
  },
  import: {
    span: 1_800,
    async start() {
      const file = join(root, 'new.csv');
      const rows = Array.from(
        { length: 50 },
        (_, i) => `${base('imported')},v${String(1 + (i % 90)).padStart(2, '0')},view,${1_704_067_200 + i}`,
      );
      writeFileSync(file, `user,video,kind,timestamp\n${rows.join('\n')}\n`);
      return run('import', '--workspace', path, '--interactions', file, '--mode', 'merge', '--quiet');
    },
    check(_, after) {
      const there = after.users.get(base('imported')) ?? 0;
      if (there !== 0 && there !== 50) lost(`an import is there with ${there} of 50 rows`);
      if (there > 0) acknowledged.set(base('imported'), there);
    },
  },
  build: {
    span: 2_500,
    async start() {
      factors = factors === 8 ? 12 : 8;
      return run('build', '--workspace', path, '--factors', String(factors), '--quiet');
    },
    check(before, after) {
      if (after.factors !== before.factors && after.factors !== factors) lost(`models of ${after.factors} factors, which nobody asked for`);
    },
  },
  refresh: { span: 2_500, start: async () => run('refresh', '--workspace', path, '--quiet'), check: () => {} },
  compare: {
    span: 2_500,
    start: async () => run('compare', '--workspace', path, '--baselines', 'popular', '--out', join(root, 'compared'), '--quiet'),
    check(before, after) {
      if (after.list !== before.list) lost('a comparison changed the lists');
    },
  },
  backup: { span: 2_000, start: async () => run('backup', '--workspace', path, '--quiet'), check: () => {} },
};

/** Four clients log and add, each sending the next request after a response. */
async function clients(child: ChildProcess, prefix: string): Promise<void> {
  const line = await new Promise<string>((found) => {
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) found(text);
    });
    child.once('close', () => found(''));
  });
  if (line === '') return;
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const client = async (name: string): Promise<void> => {
    for (let i = 0; ; i++) {
      const user = `${prefix}-${name}-${i}`;
      unanswered.add(user);
      const body = JSON.stringify({ user_id: user, video_id: `v${String(1 + (i % 90)).padStart(2, '0')}` });
      const answer = await fetch(`${url}/log_interaction`, { method: 'POST', headers, body }).catch(() => undefined);
      const ok =
        answer?.ok === true &&
        (await answer.text().then(
          () => true,
          () => false,
        ));
      if (!ok) return;
      unanswered.delete(user);
      acknowledged.set(user, 1);
      writes++;
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(client));
}

/** Every acknowledged write exists as often as it was made, and nothing exists that was not sent. */
function compareWithOracle({ users }: Found): void {
  for (const [user, times] of acknowledged) {
    const there = users.get(user) ?? 0;
    if (there !== times) lost(`${user} is there ${there} times, was acknowledged ${times} times`);
  }
  for (const [user, times] of users) {
    if (!user.includes('-') || acknowledged.has(user)) continue;
    if (!unanswered.has(user) || times !== 1) lost(`${user} is there ${times} times without having been sent`);
    else acknowledged.set(user, 1); // written, but killed before the response: it must stay
  }
  unanswered.clear();
}

/** The newest backup is complete, and contains no more than the workspace did. */
async function checkBackups(now: Found, fresh: boolean): Promise<void> {
  const folder = join(path, 'backups');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.ranklab-backup'))
        .sort()
    : [];
  const newest = names.at(-1);
  if (newest === undefined) return;
  const target = join(root, 'restored');
  await restore(join(folder, newest), target);
  const then = await look(target);
  if (then.interactions > now.interactions) lost(`a backup holds ${then.interactions} interactions of ${now.interactions}`);
  if (fresh && then.list !== now.list && then.interactions === now.interactions) lost('a backup has other lists');
  rmSync(target, { recursive: true, force: true });
  for (const name of names.slice(0, -1)) rmSync(join(folder, name));
}

const startedAt = performance.now();
mkdirSync(join(root, 'config'));
const made = new OpenWorkspace(await Workspace.create(path, 'Storm'), workers, new AnnSelection());
await made.store.data.saveDataset(generateDataset({ users: 60, videos: 90, interactions: 1_500 }).dataset, 'generated');
await made.models.build(buildSettingsSchema.parse({ factors: { factorCount: factors } }));
await made.close();
let before = await look();
const names = Object.keys(activities);
let killed = 0;
for (; killed < kills; round++) {
  const name = names[round % names.length] ?? 'serve';
  const activity = activities[name];
  const count = (counts[name] ??= { kills: 0, completed: 0, changed: 0 });
  const completedBefore = count.completed;
  const child = await activity.start();
  if (await killedAfter(child, 200 + random() * activity.span)) {
    count.kills++;
    killed++;
  } else count.completed++;
  await pause(20);
  const after = await look();
  activity.check(before, after);
  compareWithOracle(after);
  // The same models on the same data give the same lists, however often they are opened.
  if (
    after.interactions === before.interactions &&
    after.factors === before.factors &&
    name !== 'build' &&
    name !== 'refresh' &&
    after.list !== before.list
  )
    lost(`${name} changed the lists`);
  expectedLists = new Set([after.list]);
  if (!expectedLists.has((await look()).list)) lost('two openings give two lists');
  if (after.interactions !== before.interactions || after.factors !== before.factors) count.changed++;
  if (name === 'backup') await checkBackups(after, count.completed > completedBefore);
  before = after;
}
await workers.close();
rmSync(root, { recursive: true, force: true });
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const losses = findings.filter((text) => /times|missing|empty|checksum/.test(text)).length;
console.log(
  JSON.stringify(
    { kills: killed, seed, seconds, acknowledgedWrites: writes, losses, mixtures: findings.length - losses, counts, findings },
    null,
    2,
  ),
);
if (findings.length > 0) process.exitCode = 1;
