import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MultiverseResult } from '#shared/schemas/multiverse';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const variants = ['popular', 'item-knn'];

beforeAll(() => {
  const rows = Array.from({ length: 30 * 12 }, (_, i) => ({
    user: `u${i % 30}`,
    video: `v${((i % 30) * 5 + Math.floor(i / 30) * 7) % 23}`,
    value: 1 + ((i * 7) % 5),
    timestamp: 1_600_000_000 + i * 60,
  }));
  writeFileSync(join(folder, 'log.csv'), Papa.unparse(rows));
  const imported = ranklab('import', '--workspace', workspace, '--interactions', join(folder, 'log.csv'), '--quiet');
  expect(imported.stderr).toBe('');
});

const compare = (...more: string[]) => {
  const out = join(folder, 'out');
  const options = ['--workspace', workspace, '--baselines', variants.join(), '--metrics', 'recall@5,ndcg@5', '--permutations', '200'];
  return { out, ...ranklab('compare', ...options, '--out', out, ...more) };
};

describe('compare --multiverse', () => {
  it('announces the number of specifications, and writes the curve, the choices, an SVG and all conventions', () => {
    const { status, stdout, stderr, out } = compare('--multiverse', '{"cutoff":[2,5],"coldUsers":["own"],"dialect":["recall"]}', '--json');
    expect(status).toBe(0);
    expect(stderr).toContain('recall@5 under 8 specifications; 2 splits');
    const { multiverse, files } = JSON.parse(stdout) as { multiverse: MultiverseResult; files: string[] };
    const written = files.map((file) => file.slice(out.length + 1));
    expect(written).toEqual(expect.arrayContaining(['multiverse.csv', 'multiverse-choices.csv', 'multiverse.svg', 'multiverse.json']));
    const read = (name: string): string => readFileSync(join(out, name), 'utf8');
    expect(JSON.parse(read('multiverse.json'))).toEqual(multiverse);
    const { data } = Papa.parse<Record<string, string>>(read('multiverse.csv'), { header: true, skipEmptyLines: true });
    expect(data).toHaveLength(8);
    const effects = data.map(({ difference }) => Number(difference));
    expect(effects).toEqual(effects.toSorted((a, b) => a - b));
    expect(new Set(data.map(({ conventions }) => conventions)).size).toBe(8);
    expect(data.filter(({ asked }) => asked === 'yes')).toMatchObject([{ cutoff: '5', split: 'time', relevance: 'any interaction' }]);
    expect(multiverse.specifications.map(({ conventions }) => conventions.version)).toEqual(Array.from({ length: 8 }, () => 1));
    const svg = read('multiverse.svg');
    expect(svg).toContain('<title>');
    expect(svg.match(/r="3"/g)).toHaveLength(8);
    const again = compare('--multiverse', '{"cutoff":[2,5],"coldUsers":["own"],"dialect":["recall"]}', '--json', '--quiet');
    expect(again.stdout).toBe(stdout);
    expect(again.stderr).toBe('');
  });

  it('prints the shares and how much each choice explains', () => {
    const { stdout } = compare('--multiverse', '{"cutoff":[2,5]}', '--multiverse-metric', 'ndcg@5', '--multiverse-sample', '5', '--quiet');
    expect(stdout).toMatch(/leads in \d of 5 specifications/);
    expect(stdout).toContain('pairs flipped');
  });

  it('rejects too many specifications, an unknown choice and a wrong option before measuring', () => {
    const many = compare('--multiverse', '--multiverse-limit', '3', '--quiet');
    expect(many.status).toBe(1);
    expect(many.stderr).toMatch(/The choices make \d+ specifications, more than the limit of 3/);
    expect(many.stderr).toContain('measure a sample');
    const unknown = compare('--multiverse', '{"cutof":[5]}', '--quiet');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('cutof');
    const wrong = compare('--multiverse', '{"coldUsers":["none"]}', '--quiet');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('choices.coldUsers[0]');
  });

  it('can be part of a protocol', () => {
    const protocol = join(folder, 'protocol.json');
    writeFileSync(
      protocol,
      JSON.stringify({
        format: 'ranklab-protocol',
        version: 1,
        data: { interactions: 'log.csv', map: { user: 'user', video: 'video', value: 'value', timestamp: 'timestamp' } },
        variants: variants.map((baseline) => ({ baseline })),
        metrics: ['recall@5'],
        models: { embeddings: null, factors: { factorCount: 2 } },
        multiverse: { choices: { cutoff: [2, 5], relevance: [{ rule: 'any' }] }, limit: 40 },
      }),
    );
    const { status, stdout } = ranklab('compare', '--protocol', protocol, '--out', join(folder, 'out-protocol'), '--json', '--quiet');
    expect(status).toBe(0);
    const { multiverse } = JSON.parse(stdout) as { multiverse: MultiverseResult };
    expect(multiverse.choices.find(({ id }) => id === 'relevance')?.options).toHaveLength(1);
    expect(multiverse.specifications.length).toBe(multiverse.total);
  });
});
