/** Errors name their cause, the exit code tells whether the input is at fault, and the workspace is unchanged. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { ranklab, ranklabIn, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const out = join(folder, 'no');
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const popular = write('popular.json', '{"name":"popular","weights":{"popularity":1}}');
const misspelt = write('misspelt.json', '{"name":"x","weights":{"freshnes":1}}');
const nameless = write('nameless.json', '{"weights":{"freshness":1}}');
const notJson = write('broken.json', '{"name"');
const views = write('views.csv', 'user,video\nada,v1\nbob,v2\n');

/** Every file of the workspace with a digest of its contents. */
const state = (): string[] =>
  readdirSync(workspace, { recursive: true, withFileTypes: true })
    // Closing any descriptor of the lock's file releases a lock that this process holds.
    .filter((entry) => entry.isFile() && entry.name !== 'workspace.lock.db')
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();

beforeAll(() => {
  const size = ['--users', '60', '--videos', '90', '--interactions', '900', '--factors', '4', '--quiet'];
  expect(ranklab('pipeline', '--workspace', workspace, ...size).status).toBe(0);
});

const comparing = (variants: string[], ...more: string[]) => [
  ...['compare', '--workspace', workspace, '--variants', ...variants],
  ...['--out', out, '--quiet', ...more],
];
const importing = (...more: string[]) => ['import', '--workspace', workspace, '--quiet', ...more];
const recommending = (...more: string[]) => ['recommend', '--workspace', workspace, ...more];

describe('invalid input', () => {
  it.each([
    ['an unknown verb', ['frobnicate'], 2, 'frobnicate'],
    ['a missing option', ['build'], 2, '--workspace'],
    ['k = 0', comparing([popular], '--metrics', 'ndcg@0'), 2, 'ndcg@0'],
    ['an unknown metric', comparing([popular], '--metrics', 'ndgc@10'), 2, 'ndgc'],
    ['an unknown signal', comparing([popular, misspelt]), 2, 'weights.freshnes'],
    ['a group of users that is not there', comparing([popular], '--segments', 'warmth,column:shoe'), 2, 'warmth, activity, column:device'],
    ['an unknown split', comparing([popular], '--split', 'tomorrow'), 2, 'tomorrow'],
    ['a variant that is missing', comparing([join(folder, 'nothing.json')]), 1, 'nothing.json'],
    ['a variant that is not JSON', comparing([notJson]), 2, 'broken.json'],
    ['a variant without a name', comparing([nameless]), 2, 'nameless.json: name'],
    ['an unknown user', recommending('--user', 'nobody'), 1, 'nobody'],
    ['an unknown video', recommending('--video', 'nothing'), 1, 'nothing'],
    ['an unknown signal in a list', recommending('--query', 'film', '--variant', misspelt), 2, 'weights.freshnes'],
    ['limit 0', recommending('--query', 'film', '--limit', '0'), 2, 'limit'],
    ['no target', recommending(), 2, '--user'],
    ['no factors', ['build', '--workspace', workspace, '--factors', '0'], 2, '--factors'],
    ['more factors than possible', ['build', '--workspace', workspace, '--factors', '100000'], 2, 'factorCount'],
    ['an impossible port', ['serve', '--workspace', workspace, '--port', '99999'], 2, '99999'],
    ['a workspace that is not there', ['build', '--workspace', join(folder, 'nowhere')], 1, 'nowhere'],
    ['a file that is not there', importing('--interactions', join(folder, 'none.csv')), 1, 'none.csv'],
    ['a wrong column', importing('--interactions', views, '--map', 'user=user,video=film'), 2, '“film”'],
    ['a column for nothing', importing('--interactions', views, '--map', 'usr=user,video=video'), 2, '“usr”'],
    ['an import of nothing', importing(), 2, '--interactions'],
    ['a preset without its folder', importing('--preset', 'movielens'), 2, '--from'],
    ['an unknown preset', importing('--preset', 'netflicks', '--from', folder), 2, 'netflicks'],
    ['a preset’s folder that is not there', importing('--preset', 'movielens', '--from', join(folder, 'none')), 1, 'none'],
    ['a file of judgements that is not there', ['evaluate', '--qrels', 'none.qrels', '--run', 'none.run'], 1, 'none.qrels'],
  ])('%s is named, with exit code', (_name, args, status, named) => {
    const before = state();
    const outcome = ranklab(...args);
    expect(outcome.stderr).toContain(named);
    expect([outcome.status, outcome.stdout]).toEqual([status, '']);
    expect(state()).toEqual(before);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['an unknown signal', comparing([popular, misspelt]), 'freshnes'],
    ['a column that the users do not have', comparing([popular], '--segments', 'column:shoe'), 'shoe'],
  ])('%s is named before any model is fitted', (_name, args, named) => {
    const { stderr } = ranklab(...args.filter((argument) => argument !== '--quiet'));
    expect(stderr).toContain(named);
    expect(stderr).not.toContain('%');
  });

  it('is reported as JSON on request', () => {
    const { stdout, status } = ranklab(...recommending('--user', 'nobody', '--json'));
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NOT_FOUND', value: 'nobody' } });
  });

  it('leaves no new workspace behind', () => {
    const fresh = join(folder, 'fresh');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    for (const path of [fresh, empty]) {
      expect(ranklab('import', '--workspace', path, '--interactions', views, '--map', 'user=user,video=film').status).toBe(2);
      expect(ranklab('pipeline', '--workspace', path, '--users', '5', '--videos', '5', '--interactions', '99').status).toBe(2);
    }
    expect(existsSync(fresh)).toBe(false);
    expect(readdirSync(empty)).toEqual([]);
  });

  /** Without it, an import rejects “never” as a time. */
  const dated = ['--timestamp-unit', 'iso'];

  it('writes all rejected rows next to the workspace path when an import accepted none', () => {
    const undated = write('undated.csv', 'user,video,time\nada,v1,never\nbob,v2,"not, yet"\n');
    const fresh = join(folder, 'unborn');
    const rescued = `${fresh}-import-rejects.csv`;
    const { status, stderr } = ranklab('import', '--workspace', fresh, '--interactions', undated, ...dated, '--quiet');
    expect(status).toBe(1);
    expect(stderr).toContain('undated.csv has no row that can be imported; the first rejected row is on line 2');
    expect(stderr).toContain(`Every rejected row (2) is in ${rescued}`);
    expect(existsSync(fresh)).toBe(false);
    expect(readFileSync(rescued, 'utf8').split('\n')).toEqual([
      'file,line,column,reason,sample',
      expect.stringMatching(/^undated\.csv,2,time,.*never/),
      expect.stringMatching(/^undated\.csv,3,time,.*not, yet/),
      '',
    ]);
  });

  it('writes them to the working directory if that fails, and always gives the reason', () => {
    const undated = write('undated.csv', 'user,video,time\nada,v1,never\n');
    const [fresh, elsewhere] = [join(folder, 'mount'), join(folder, 'elsewhere')];
    const name = 'mount-import-rejects.csv';
    for (const path of [fresh, elsewhere, join(folder, name)]) mkdirSync(path); // a folder with the file's name, so that the file cannot be written
    const importFrom = (cwd: string) => ranklabIn(cwd, 'import', '--workspace', fresh, '--interactions', undated, ...dated, '--quiet');
    const why = 'undated.csv has no row that can be imported; the first rejected row is on line 2';

    const moved = importFrom(elsewhere);
    expect([moved.status, moved.stderr]).toEqual([1, expect.stringContaining(why)]);
    expect(moved.stderr).toContain(`Every rejected row (1) is in ${join(elsewhere, name)}`);
    expect(readFileSync(join(elsewhere, name), 'utf8')).toContain('undated.csv,2,time,');

    // The file cannot be written beside the workspace or in `folder`, and inside the workspace it would be removed with it.
    for (const cwd of [folder, fresh]) {
      const lost = importFrom(cwd);
      expect([lost.status, lost.stderr]).toEqual([1, expect.stringContaining(why)]);
      expect(lost.stderr).not.toContain('import-rejects.csv');
      expect(readdirSync(fresh)).toEqual([]);
    }
  });

  it('writes them to the exports of an existing workspace and leaves its data unchanged', () => {
    const undated = write('undated.csv', 'user,video,time\nada,v1,never\n');
    const before = state();
    const { status, stderr } = ranklab(...importing('--interactions', undated, ...dated));
    const rejects = join(workspace, 'exports/import-rejects.csv');
    expect([status, stderr]).toEqual([1, expect.stringContaining(`Every rejected row (1) is in ${rejects}`)]);
    expect(readFileSync(rejects, 'utf8')).toContain('undated.csv,2,time,');
    expect(state().filter((line) => !line.startsWith(rejects))).toEqual(before);
    rmSync(rejects);
  });

  it('changes nothing in a folder with other files', () => {
    const thesis = join(folder, 'thesis');
    mkdirSync(thesis);
    writeFileSync(join(thesis, 'thesis.tex'), 'years');
    const { status, stderr } = ranklab('import', '--workspace', thesis, '--interactions', views);
    expect([status, stderr]).toEqual([1, expect.stringContaining('thesis.tex')]);
    expect(readdirSync(thesis)).toEqual(['thesis.tex']);
  });
});

describe('a workspace that another process has open', () => {
  let held: Workspace;
  beforeEach(async () => void (held = await Workspace.open(workspace)));
  afterEach(() => held.close());

  it.each([
    ['recommend', recommending('--query', 'film')],
    ['build', ['build', '--workspace', workspace, '--quiet']],
    ['import', importing('--interactions', views)],
    ['compare', comparing([popular])],
    ['pipeline', ['pipeline', '--workspace', workspace, '--users', '5', '--videos', '5', '--interactions', '10', '--quiet']],
    ['serve', ['serve', '--workspace', workspace, '--port', '0']],
  ])('is refused to %s, naming the process', (_verb, args) => {
    const before = state();
    const { status, stdout, stderr } = ranklab(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`in use by process ${process.pid}`);
    expect(state()).toEqual(before);
  });
});

describe('help', () => {
  it('explains every verb that it lists', () => {
    const { status, stdout, stderr } = ranklab('--help');
    expect([status, stderr]).toEqual([0, '']);
    const verbs = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+) (?!.*display help for command)/gm)].map(
      ([, verb]) => verb ?? '',
    );
    expect(verbs).toEqual(
      expect.arrayContaining(['pipeline', 'generate', 'import', 'build', 'recommend', 'compare', 'evaluate', 'serve', 'doctor']),
    );
    for (const verb of verbs) {
      const help = ranklab(verb, '--help');
      expect([help.status, help.stderr], verb).toEqual([0, '']);
      expect(help.stdout).toContain(`Usage: ranklab ${verb}`);
    }
    expect(ranklab('help', 'build')).toEqual(ranklab('build', '--help'));
  });

  it.each([[['buidl']], [['buidl', '--help']], [['help', 'buidl']]])('names an unknown verb and suggests a similar one: %j', (args) => {
    const { status, stdout, stderr } = ranklab(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/unknown command 'buidl'[\s\S]*build/);
  });

  it('is shown with exit code 2 when no verb is given', () => {
    expect(ranklab()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage: ranklab') });
    expect(ranklab('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });
});
