/** The gate in a CI pipeline: exit codes, files, other data; and the example workflows run as shell scripts. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import type { GateReport } from '#shared/schemas/gate';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'ws');
const file = (name: string, variant: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(variant));
  return path;
};
const good = { name: 'good', weights: { factors: 1 } };
const against = join(folder, 'results', 'baseline.ranklab');
const size = ['--users', '400', '--videos', '300', '--interactions', '9000', '--factors', '16'];
const gate = (...more: string[]) => ranklab('gate', '--workspace', workspace, '--against', against, '--quiet', ...more);

beforeAll(() => {
  expect(ranklab('pipeline', '--workspace', workspace, ...size, '--quiet').status).toBe(0);
  const result = ranklab(
    'compare',
    '--workspace',
    workspace,
    '--variants',
    file('good.json', good),
    '--metrics',
    'ndcg@10,recall@10',
    '--save',
    'baseline',
    '--out',
    join(folder, 'results'),
    '--quiet',
  );
  expect(result.stderr).toBe('');
  expect(result.stdout).toContain('baseline.ranklab');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('on the same data', () => {
  it('passes the baseline against itself, and reports that its numbers reproduce', () => {
    const { status, stdout } = gate('--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as GateReport;
    expect(report).toMatchObject({ verdict: 'pass', sameData: true, firstDifference: null, candidate: 'good (candidate)' });
    expect(report.metrics[0]).toMatchObject({ spec: 'ndcg@10', difference: 0 });
    expect(report.conventionDifferences).toEqual([]);
    expect(report.conventions).toMatchObject({ version: 1, scoreTies: 'row', split: { id: 'time' } });
  });

  it('fails a worse candidate with exit 1, JUnit, Markdown and JSON', () => {
    const bad = file('bad.json', { name: 'bad', weights: { factors: -1 } });
    const out = join(folder, 'gate');
    const { status, stdout } = gate('--variant', bad, '--margin', 'ndcg@10=1%', '--margin', 'recall@10=0.02', '--out', out);
    expect(status).toBe(1);
    expect(stdout).toContain('worse: −');
    expect(readFileSync(join(out, 'gate.xml'), 'utf8')).toMatch(/<testsuite [^>]*tests="2" failures="[12]"/);
    expect(readFileSync(join(out, 'gate.md'), 'utf8')).toContain('### Worse: “bad” against “good”');
    const report = JSON.parse(readFileSync(join(out, 'gate.json'), 'utf8')) as GateReport;
    expect(report.metrics.map(({ spec }) => spec).sort()).toEqual(['ndcg@10', 'recall@10']);
    expect(report.metrics.find(({ spec }) => spec === 'recall@10')!.margin).toBeCloseTo(
      0.02 * report.metrics.find(({ spec }) => spec === 'recall@10')!.baselineValue!,
      12,
    );
  });

  it('names the conventions that differ from those of the result', () => {
    type ResultFile = { checksum: string; experiment: { result: ExperimentResult } };
    const { checksum: _checksum, ...saved } = JSON.parse(readFileSync(against, 'utf8')) as ResultFile;
    const other = join(folder, 'other.ranklab');
    saved.experiment.result.conventions!.scoreTies = 'id';
    const checksum = createHash('sha256').update(JSON.stringify(saved)).digest('hex');
    writeFileSync(other, JSON.stringify({ ...saved, checksum }));
    const out = join(folder, 'gate-other');
    const { stdout } = ranklab('gate', '--workspace', workspace, '--against', other, '--quiet', '--out', out);
    expect(stdout).toContain(
      "The result follows other conventions (equal scores id, now row): its numbers and today's are not comparable.",
    );
    expect(readFileSync(join(out, 'gate.md'), 'utf8')).toMatch(/<!-- ranklab-conventions \{.*\} -->/);
    expect(readFileSync(join(out, 'gate.xml'), 'utf8')).toContain('<property name="ranklab-conventions" value="{&quot;format&quot;');
  });

  it('is undecided in between, with exit 3 or, by option, 0', () => {
    const near = file('near.json', { name: 'near', weights: { factors: 1, freshness: 0.1 } });
    const undecided = gate('--variant', near, '--margin', 'ndcg@10=0%', '--json');
    expect((JSON.parse(undecided.stdout) as GateReport).verdict).toBe('undecided');
    expect(undecided.status).toBe(3);
    expect(gate('--variant', near, '--margin', 'ndcg@10=0%', '--undecided', 'pass').status).toBe(0);
  });
});

it('reports on other data the drift of data and numbers, in a workspace of its own', () => {
  const data = join(folder, 'new');
  expect(
    ranklab('generate', '--out', data, '--users', '300', '--videos', '200', '--interactions', '5000', '--seed', '7', '--quiet').status,
  ).toBe(0);
  const { status, stdout, stderr } = ranklab(
    'gate',
    '--workspace',
    join(folder, 'fresh'),
    '--data',
    data,
    '--against',
    against,
    '--json',
    '--quiet',
  );
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as GateReport;
  expect(status).toBe(0);
  expect(report).toMatchObject({ sameData: false, firstDifference: null });
  expect(report.dataDrift.find(({ what }) => what === 'users')).toEqual({ what: 'users', before: 400, now: 300 });
  expect(report.dataDrift.filter(({ what }) => what.startsWith('share of warmth')).length).toBeGreaterThan(0);
  const ndcg = report.metricDrift.find(({ spec }) => spec === 'ndcg@10')!;
  expect(ndcg.reweighted).not.toBeNull();
});

it.each([
  ['a file that is no result', ['--against', 'package.json'], 2, 'not a RankLab result'],
  ['a variant that is not there', ['--variant', 'nosuch'], 1, 'nosuch'],
  ['a baseline that is not there', ['--baseline', 'nosuch'], 1, 'It has “good”'],
  ['a margin without a number', ['--margin', 'ndcg@10'], 2, 'ndcg@10=1%'],
  ['a metric that is not there', ['--margin', 'nosuch@10=1%'], 2, 'nosuch'],
])('names %s', (_what, more, code, text) => {
  const { status, stderr } = gate(...more);
  expect(stderr).toContain(text);
  expect(status).toBe(code);
});

it('the workflow of the guide runs in a plain shell', () => {
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/gate.md'), 'utf8');
  const script = /```sh\n(# ranking gate\n[\s\S]*?)```/.exec(guide)![1];
  for (const workflow of ['docs/ci/github-actions.yml', 'docs/ci/gitlab-ci.yml'])
    for (const line of script.split('\n').filter((text) => text.startsWith('npx ranklab')))
      expect(readFileSync(resolve(import.meta.dirname, '../..', workflow), 'utf8')).toContain(line);
  const checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'ranking'), { recursive: true });
  expect(
    ranklab('generate', '--out', join(checkout, 'ranking/data'), '--users', '300', '--videos', '200', '--interactions', '6000', '--quiet')
      .status,
  ).toBe(0);
  const variant = join(checkout, 'ranking/variant.json');
  writeFileSync(variant, JSON.stringify({ name: 'shipped', weights: { factors: 0.7, popularity: 0.3 } }));
  const cli = resolve(import.meta.dirname, '../../out/node/cli.js');
  const prepare = `ranklab import --workspace w --preset ranklab --from ranking/data --quiet && ranklab compare --workspace w --variants ranking/variant.json --save baseline --out ranking --quiet`;
  const shell = (text: string) =>
    spawnSync(
      'bash',
      ['-euo', 'pipefail', '-c', `ranklab() { '${process.execPath}' '${cli}' "$@"; }; npx() { shift; ranklab "$@"; }; ${text}`],
      { cwd: checkout, encoding: 'utf8' },
    );
  expect(shell(prepare).stderr).toBe('');
  const passed = shell(script);
  expect(passed.stderr).toBe('');
  expect(passed.status).toBe(0);
  writeFileSync(variant, JSON.stringify({ name: 'shipped', weights: { factors: -1 } }));
  expect(shell(script).status).toBe(1);
});
