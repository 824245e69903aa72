/** `ranklab export-ranker`: every target, its output, and its errors. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportTargets } from '#engine/ranker-export/registry';
import type { ExportRankerReport } from '#shared/schemas/export-ranker';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'ws');
const variant = join(folder, 'winner.json');
const run = (...more: string[]) => ranklab('export-ranker', '--workspace', workspace, '--variant', variant, '--quiet', ...more);

beforeAll(() => {
  const size = ['--users', '150', '--videos', '200', '--interactions', '4000', '--factors', '8'];
  expect(ranklab('pipeline', '--workspace', workspace, ...size, '--quiet').status).toBe(0);
  const weights = { similarity: 0.5, factors: 0.3, popularity: 0.2 };
  writeFileSync(variant, JSON.stringify({ name: 'winner', weights, mmrLambda: 0.7, filters: { maxPerCreator: 2 } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(exportTargets.ids)('%s: README, backfill, 100 pools, and a list of every loss', (target) => {
  const out = join(folder, target);
  const { status, stdout, stderr } = run('--to', target, '--out', out, '--json');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as ExportRankerReport;
  expect(report.files.map(({ name }) => name).sort()).toEqual(readdirSync(out).sort());
  const readme = readFileSync(join(out, 'README.md'), 'utf8');
  expect(readme).toMatch(/\n1\. .*\n2\. .*\n3\. /);
  expect(readme).toContain('diversity (MMR λ = 0.7) | lost');
  for (const { what } of report.losses) expect(readme).toContain(what.replaceAll('|', '\\|'));
  expect(readFileSync(join(out, 'test-vectors.jsonl'), 'utf8').trim().split('\n')).toHaveLength(100);
  const backfill = report.files.find(({ name }) => name.startsWith('backfill'));
  expect(backfill?.bytes).toBeGreaterThan(10_000);
  for (const { rbo, tau, users } of report.agreement) {
    expect(users).toBeGreaterThan(50);
    expect(rbo).toBeGreaterThan(0.3);
    expect(tau).toBeGreaterThan(0);
  }
});

it('the Python scorer checks its own test vectors', () => {
  const { stdout } = spawnSync('python3', ['ranker.py', 'backfill.jsonl', 'test-vectors.jsonl'], {
    cwd: join(folder, 'python'),
    encoding: 'utf8',
  });
  expect(stdout).toBe('100 of 100 pools in the expected order\n');
});

it('agrees completely if nothing is lost, and says so before writing', () => {
  writeFileSync(join(folder, 'plain.json'), JSON.stringify({ name: 'plain' }));
  const { stdout } = ranklab(
    'export-ranker',
    '--workspace',
    workspace,
    '--variant',
    join(folder, 'plain.json'),
    '--to',
    'python',
    '--preview',
    '--json',
    '--quiet',
  );
  const { agreement, folder: written, losses } = JSON.parse(stdout) as ExportRankerReport;
  expect(agreement).toMatchObject([{ scaling: 'pool', rbo: expect.closeTo(1, 9) as number, tau: 1, sameTopTen: 1 }]);
  expect(written).toBeNull();
  expect(losses.filter(({ kind }) => kind !== 'yours')).toEqual([]);
});

it('rejects an unknown target, and a variant without a supported signal', () => {
  expect(run('--to', 'nowhere').stderr).toContain('elasticsearch');
  writeFileSync(join(folder, 'personal.json'), JSON.stringify({ name: 'personal', weights: { factors: 1 } }));
  const { status, stderr } = ranklab(
    'export-ranker',
    '--workspace',
    workspace,
    '--variant',
    join(folder, 'personal.json'),
    '--to',
    'metarank',
    '--quiet',
  );
  expect(status).not.toBe(0);
  expect(stderr).toContain('Metarank can hold no signal of “personal”');
});
