import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { sampleDataset } from '../storage/sample-dataset';
import { buildChild } from './build-child';
import { prepareServing, withServing } from './refresh';
import { artifactsOf, migration } from './scenarios';

/** Every scenario, killed (SIGKILL) at every named step it reaches; afterwards the state is the old or the new one. */
let child: string;
let folder: string;
let start: string;
let startServing: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-crash-'));
  child = await buildChild('child');
  start = join(folder, 'start');
  const workspace = await Workspace.create(start, 'Crash');
  await workspace.data.saveDataset(sampleDataset('old'), 'first');
  await workspace.artifacts.writeAll(artifactsOf(1));
  await workspace.state.save('lab', 'old');
  await workspace.close();
  startServing = join(folder, 'start-serving');
  await prepareServing(await Workspace.create(startServing, 'Serving'));
  writeFileSync(join(folder, 'new.csv'), 'user,video,value\nu,v,1\nu,v2,bad\nu2,v,3\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly killed: boolean;
  readonly steps: string[];
  readonly done: string[];
}

function run(path: string, scenario: string, step = '', at = 0): Promise<Outcome> {
  return new Promise((settle, reject) => {
    const process_ = spawn(process.execPath, [child, path, scenario, step, String(at), join(folder, 'new.csv')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    process_.stdout.on('data', (data: Buffer) => (output += data.toString()));
    process_.on('error', reject);
    process_.on('close', (_, signal) => {
      const lines = output.split('\n');
      const with_ = (word: string): string[] =>
        lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
      settle({ killed: signal === 'SIGKILL', steps: with_('step'), done: with_('done') });
    });
  });
}

/** Kills at the first and the last time of each step, two at a time; `check` tests the remaining workspace. */
async function killAtEveryStep(
  scenario: string,
  check: (path: string, outcome: Outcome, where: string) => Promise<void>,
): Promise<string[]> {
  const copy = (name: string): string => {
    const path = join(folder, `${scenario}-${name}`);
    if (scenario !== 'create') cpSync(scenario === 'refresh' ? startServing : start, path, { recursive: true });
    return path;
  };
  const whole = copy('whole');
  const complete = await run(whole, scenario);
  expect(complete.done.at(-1)).toBe('everything');
  await check(whole, complete, `${scenario}, not killed`);
  const counts = new Map<string, number>();
  for (const step of complete.steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const points = [...counts].flatMap(([step, count]) => [...new Set([1, count])].map((at) => ({ step, at })));
  const next = points.values();
  const worker = async (): Promise<void> => {
    for (const { step, at } of next) {
      const path = copy(`${step}-${at}`);
      const outcome = await run(path, scenario, step, at);
      const where = `${scenario}, killed at ${step} (time ${at})`;
      // A step that depends on timing may be reached fewer times than before.
      if (at === 1) expect(outcome.killed, where).toBe(true);
      await check(path, outcome, where);
      rmSync(path, { recursive: true, force: true });
    }
  };
  await Promise.all([worker(), worker()]);
  return [...counts.keys()];
}

/** Opens the remaining workspace (the lock of the killed process is stale), inspects it, and closes it. */
async function reopened<T>(path: string, look: (workspace: Workspace) => Promise<T>, options = {}): Promise<T> {
  const workspace = await Workspace.open(path, options);
  try {
    const left = readdirSync(path, { recursive: true }).filter((name) => String(name).endsWith('ranklab-tmp'));
    expect(left).toEqual([]);
    return await look(workspace);
  } finally {
    await workspace.close();
  }
}

const nameOf = async (workspace: Workspace): Promise<string> => {
  const { name, interactions } = (await workspace.data.summary())!;
  return `${name} ${interactions}`;
};

it('a second process is refused, naming the owner, until the first is killed', async () => {
  const path = join(folder, 'held');
  cpSync(start, path, { recursive: true });
  const holder = spawn(process.execPath, [child, path, 'hold'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((settle) => holder.stdout.once('data', settle));
  await expect(Workspace.open(path)).rejects.toMatchObject({
    code: 'WORKSPACE_LOCKED',
    message: expect.stringContaining(`process ${holder.pid}`),
  });
  holder.kill('SIGKILL');
  await new Promise((settle) => holder.once('close', settle));
  await reopened(path, async (workspace) => expect(await nameOf(workspace)).toBe('old 6'));
});

describe('a process killed at any step', () => {
  it('a save leaves the old data or the new', async () => {
    const steps = await killAtEveryStep('save', async (path, _, where) => {
      const found = await reopened(path, async (workspace) => {
        const dataset = (await workspace.data.loadDataset())!;
        return dataset.fingerprint === sampleDataset(dataset.name).fingerprint ? dataset.name : 'mixture';
      });
      expect(['old', 'new'], where).toContain(found);
      if (where.includes('database-begin')) expect(found, where).toBe('old');
      if (where.includes('database-committed')) expect(found, where).toBe('new');
    });
    expect(steps).toEqual(expect.arrayContaining(['database-begin', 'database-append', 'database-commit', 'database-committed']));
  });

  it.each([
    ['import', 'new 3'],
    ['merge', 'old 9'],
  ])('a running %s leaves the data before it or after it', async (scenario, after) => {
    await killAtEveryStep(scenario, async (path, _, where) => {
      expect(['old 6', after], where).toContain(await reopened(path, nameOf));
    });
  });

  it('logging from eight clients loses no acknowledged interaction', async () => {
    await killAtEveryStep('log', async (path, outcome, where) => {
      const logged = await reopened(path, async (workspace) => {
        const { users, interactions } = (await workspace.data.loadDataset())!;
        return Array.from(
          { length: interactions.count },
          (_, i) => `${users.ids.ids[interactions.users[i]]} ${interactions.timestampsMs[i]}`,
        );
      });
      const acknowledged = outcome.done.filter((what) => what.startsWith('client'));
      expect(logged, where).toEqual(expect.arrayContaining(acknowledged));
      expect(new Set(logged.slice(6)).size, `${where}: nothing twice`).toBe(logged.length - 6);
    });
  });

  it('adding, editing, removing and restoring videos: every acknowledged change is kept, in order', async () => {
    await killAtEveryStep('video', async (path, outcome, where) => {
      await reopened(path, async (workspace) => {
        const { rows } = await workspace.data.videos({ search: '', offset: 0, limit: 10 });
        const state = rows
          .map(({ videoId, title, interactionCount }) => `${videoId}:${title}:${interactionCount}`)
          .filter((text) => !text.startsWith('http'));
        const history = [
          ['v1:One:4', 'v3::1'],
          ['v1:One:4', 'v3::1', 'added:Added:0'],
          ['v1:Edited:4', 'v3::1', 'added:Added:0'],
          ['v1:Edited:4', 'added:Added:0'],
          ['v1:Edited:4', 'v3::1', 'added:Added:0'],
        ];
        const acknowledged = ['added', 'edited', 'removed', 'restored'].filter((what) => outcome.done.includes(what)).length;
        expect(history.slice(acknowledged, acknowledged + 2), where).toContainEqual(state);
      });
    });
  });

  it('moving the log into the tables neither loses nor duplicates a record', async () => {
    const steps = await killAtEveryStep('fold', async (path, outcome, where) => {
      const found = await reopened(path, async (workspace) => {
        const { users, interactions } = (await workspace.data.loadDataset())!;
        return Array.from(interactions.users.slice(6), (row) => users.ids.ids[row]);
      });
      expect([0, 2], where).toContain(found.filter((user) => user === 'before').length);
      expect([0, 1], where).toContain(found.filter((user) => user === 'during').length);
      for (const user of ['before', 'during']) if (outcome.done.includes(user)) expect(found, where).toContain(user);
    });
    expect(steps).toEqual(expect.arrayContaining(['log-rotate', 'database-commit', 'clean-up']));
  });

  it('artifacts of one build are of one version', async () => {
    const steps = await killAtEveryStep('artifacts', async (path, _, where) => {
      await reopened(path, async (workspace) => {
        const values = await Promise.all(
          ['serving/factors', 'serving/index'].map(async (name) => (await workspace.artifacts.read(name)).arrays['values'][4_999]),
        );
        expect([[1, 1], [2, 2]], where).toContainEqual(values); // prettier-ignore
        expect(readdirSync(join(path, 'artifacts', 'serving')), where).toHaveLength(2);
      });
    });
    expect(steps).toEqual(expect.arrayContaining(['write', 'fsync', 'rename', 'directory-fsync', 'manifest-swap', 'clean-up']));
  });

  it('a refresh leaves working models, the old or the new, and all new data', async () => {
    const steps = await killAtEveryStep('refresh', async (path, outcome, where) => {
      await withServing(await Workspace.open(path), async (workspace) => {
        const trained = (await workspace.models.trainedRows())!;
        const isNew = trained.itemIds.includes('later');
        if (outcome.done.includes('refreshed')) expect(isNew, where).toBe(true);
        expect(await workspace.models.isBuilt(), where).toBe(true);
        // Either set of models covers all new users and videos, because later ones are folded in.
        const { view } = await (await workspace.models.serving()).recommender();
        const { users, items } = view.dataset;
        expect(view.factors!.itemFactors, where).toHaveLength(items.ids.size * 4);
        const later = items.ids.rowOf('later');
        expect(
          [...view.factors!.itemFactors.subarray(later * 4, later * 4 + 4)].some((x) => x !== 0),
          where,
        ).toBe(true);
        expect(users.ids.find('newcomer'), where).toBeDefined();
        if (outcome.done.includes('logged')) expect(view.itemUserCounts[later], where).toBe(2);
        if (outcome.done.includes('added')) expect(items.ids.find('meanwhile'), where).toBeDefined();
      });
    });
    expect(steps).toEqual(
      expect.arrayContaining(['log-write', 'log-fsync', 'database-commit', 'write', 'rename', 'manifest-swap', 'clean-up']),
    );
  });

  it.each(['state', 'experiment'])('a saved %s is the old one or the new one', async (scenario) => {
    await killAtEveryStep(scenario, async (path, _, where) => {
      await reopened(path, async (workspace) => {
        if (scenario === 'state') expect(['old', 'new'], where).toContain(await workspace.state.load('lab'));
        else expect([[], ['new']], where).toContainEqual((await workspace.experiments.list()).map(({ name }) => name));
        expect(await nameOf(workspace)).toBe('old 6');
      });
    });
  });

  it('a creation can be repeated or its result opened', async () => {
    await killAtEveryStep('create', async (path, _, where) => {
      const workspace = await Workspace.openOrCreate(path, 'Crash');
      expect(workspace.info.name, where).toBe('Crash');
      await workspace.close();
    });
  });

  it('a migration completes at the next opening, with a complete backup', async () => {
    const steps = await killAtEveryStep('migrate', async (path, _, where) => {
      await reopened(
        path,
        async (workspace) => {
          expect((await workspace.data.video('v1')).title, where).toBe('One (2)');
          expect(readdirSync(join(path, 'backups')), where).toEqual(['layout-1']);
        },
        { plan: migration },
      );
      const backup = join(path, 'backups', 'layout-1');
      expect((await reopened(backup, async (workspace) => workspace.data.video('v1'))).title, where).toBe('One');
    });
    expect(steps).toEqual(expect.arrayContaining(['backup', 'migrate', 'rename', 'database-commit']));
  });
});
