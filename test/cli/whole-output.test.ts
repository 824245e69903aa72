/** `--out` writes all of its files or none: a run that cannot write all of them leaves the earlier ones unchanged. */
import { lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const results = join(folder, 'results');
const variants = ['popularity', 'freshness'].map((name) => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ name, weights: { [name]: 1 } }));
  return path;
});
const test = ['--workspace', workspace, '--variants', ...variants];
const commands: Readonly<Record<string, readonly string[]>> = {
  compare: ['compare', ...test, '--formats', 'csv,json,markdown,trec'],
  gate: ['gate', '--workspace', workspace, '--against', join(results, 'saved.ranklab')],
  movers: ['movers', ...test],
};

beforeAll(() => {
  const sizes = ['--users', '80', '--videos', '90', '--interactions', '1200', '--factors', '6'];
  expect(ranklab('pipeline', '--workspace', workspace, ...sizes, '--quiet').status).toBe(0);
  expect(ranklab('compare', ...test, '--save', 'saved', '--out', results, '--quiet').status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(commands))('%s --out', (verb, command) => {
  it('replaces all of its files or none', () => {
    const out = join(folder, `out-${verb}`);
    const run = () => ranklab(...command, '--out', out, '--quiet');
    run();
    const names = readdirSync(out).filter((name) => statSync(join(out, name)).isFile());
    expect(names.length).toBeGreaterThan(1);
    for (const blocked of [names[0] ?? '', names.at(-1) ?? '']) {
      for (const name of names) writeFileSync(join(out, name), 'earlier');
      rmSync(join(out, blocked));
      mkdirSync(join(out, blocked)); // a folder with the file’s name, so that the file cannot be written
      const { status, stderr } = run();
      expect(status).not.toBe(0);
      expect(stderr).toContain(blocked);
      for (const name of names.filter((each) => each !== blocked)) expect(readFileSync(join(out, name), 'utf8'), name).toBe('earlier');
      expect(readdirSync(out).sort()).toEqual([...names].sort());
      rmSync(join(out, blocked), { recursive: true });
    }
  });
});

it('writes through a symbolic link and to a device', () => {
  const [variant = ''] = variants;
  const learn = (out: string) =>
    ranklab(
      'tune',
      '--workspace',
      workspace,
      '--variant',
      variant,
      '--signals',
      'popularity,freshness',
      '--trials',
      '2',
      '--out',
      out,
      '--quiet',
    );
  const target = join(folder, 'best.json');
  writeFileSync(target, 'earlier');
  symlinkSync(target, join(folder, 'link.json'));
  expect(learn(join(folder, 'link.json'))).toMatchObject({ status: 0, stderr: '' });
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(target, 'utf8'))).toHaveProperty('weights');
  expect(learn('/dev/null').status).toBe(0);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});
