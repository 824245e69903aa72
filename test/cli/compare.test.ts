import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const a = join(folder, 'popularity.json');
const b = join(folder, 'mixed.json');

beforeAll(() => {
  writeFileSync(a, JSON.stringify({ name: 'popularity only', weights: { popularity: 1 } }));
  writeFileSync(b, JSON.stringify({ name: 'factors + freshness', weights: { factors: 0.8, freshness: 0.2 } }));
  const comparison = ranklab(
    'pipeline',
    '--workspace',
    workspace,
    '--users',
    '200',
    '--videos',
    '400',
    '--interactions',
    '6000',
    '--factors',
    '12',
    '--json',
    '--quiet',
  );
  expect(comparison.stderr).toBe('');
  const report = JSON.parse(comparison.stdout) as { users: number; singularValues: number[]; peakRssBytes: number };
  expect(report).toMatchObject({ users: 200, videos: 400, interactions: 6000 });
  expect(report.singularValues).toHaveLength(12);
  expect(report.peakRssBytes).toBeGreaterThan(10_000_000);
});

const rows = (file: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true }).data;
const compare = (out: string, ...more: string[]) =>
  ranklab(
    'compare',
    '--workspace',
    workspace,
    '--variants',
    a,
    b,
    '--split',
    'time',
    '--test-fraction',
    '0.2',
    '--metrics',
    'ndcg@10,recall@10,coverage@10',
    '--out',
    out,
    '--quiet',
    ...more,
  );

describe('ranklab compare', () => {
  it('takes a list of variants in one file, and names the place of a wrong one', () => {
    const list = join(folder, 'list.json');
    const [first, second] = [a, b].map((file) => JSON.parse(readFileSync(file, 'utf8')) as object);
    const named = (variants: string): string[] => {
      const out = join(folder, 'of-a-list');
      const { status } = ranklab(
        'compare',
        '--workspace',
        workspace,
        '--variants',
        variants,
        '--metrics',
        'ndcg@10',
        '--out',
        out,
        '--quiet',
      );
      expect(status).toBe(0);
      return rows(join(out, 'summary.csv')).map(({ variant = '' }) => variant);
    };
    writeFileSync(list, JSON.stringify([first, second]));
    expect(named(list)).toEqual(['popularity only', 'factors + freshness']);
    writeFileSync(list, JSON.stringify([first, { ...second, weights: { factors: 'much' } }]));
    const { status, stderr } = ranklab('compare', '--workspace', workspace, '--variants', list, '--out', join(folder, 'unwritten'));
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(/list\.json: \[1\]\.weights\.factors/) as string });
  });

  it('without a variant says how one is given', () => {
    const { status, stderr } = ranklab('compare', '--workspace', workspace, '--out', join(folder, 'unwritten'));
    expect(status).toBe(2);
    expect(stderr).toMatch(/No ranking variant is given[^]*--variants FILE…, --runs FILE…, --baselines NAME… or --protocol FILE/);
  });

  it('writes an ndcg that can be recomputed from its lists and the test part', () => {
    const out = join(folder, 'out');
    const { status, stderr } = compare(out);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    // The split, recomputed from the CSV files: the last fifth by time, with ties at the cut on one side.
    const interactions = rows(join(workspace, 'exports/generated/interactions.csv'));
    const times = interactions.map((row) => Number(row['timestamp_ms'])).sort((x, y) => x - y);
    const cut = times[Math.floor(times.length * 0.8)];
    const train = new Set(
      interactions.filter((row) => Number(row['timestamp_ms']) < cut).map((row) => `${row['user_id']} ${row['video_id']}`),
    );
    const test = interactions.filter((row) => Number(row['timestamp_ms']) >= cut);
    const relevant = new Map<string, Set<string>>();
    for (const row of test) {
      if (train.has(`${row['user_id']} ${row['video_id']}`)) continue;
      const videos = relevant.get(row['user_id']) ?? new Set<string>();
      relevant.set(row['user_id'], videos.add(row['video_id']));
    }
    const summary = rows(join(out, 'summary.csv'));
    for (const variant of ['popularity only', 'factors + freshness']) {
      const lists = new Map<string, string[]>();
      for (const row of rows(join(out, 'lists.csv'))) {
        if (row['variant'] !== variant) continue;
        const list = lists.get(row['user_id']) ?? [];
        list[Number(row['position']) - 1] = row['video_id'];
        lists.set(row['user_id'], list);
      }
      let total = 0;
      for (const [user, videos] of relevant) {
        const gains = (lists.get(user) ?? []).slice(0, 10).map((video, i) => (videos.has(video) ? 1 / Math.log2(i + 2) : 0));
        const ideal = Array.from({ length: Math.min(10, videos.size) }, (_, i) => 1 / Math.log2(i + 2));
        total += gains.reduce((sum, gain) => sum + gain, 0) / ideal.reduce((sum, gain) => sum + gain, 0);
      }
      const reported = summary.find((row) => row['variant'] === variant && row['metric'] === 'ndcg@10');
      expect(Number(reported?.['users_evaluated'])).toBe(relevant.size);
      expect(Math.abs(Number(reported?.['value']) - total / relevant.size)).toBeLessThan(1e-9);
    }
  });

  it('writes byte-equal files on a repeated run', () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    compare(first);
    compare(second);
    for (const name of ['summary.csv', 'per-user.csv', 'lists.csv', 'experiment.json']) {
      expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name))), name).toBe(true);
    }
  });

  it('prints exactly one JSON document with --json', () => {
    const { stdout } = compare(join(folder, 'json'), '--json');
    const document = JSON.parse(stdout) as { result: { variants: { name: string }[] } };
    expect(document.result.variants.map((variant) => variant.name)).toEqual(['popularity only', 'factors + freshness']);
  });

  it('recommends with contributions that sum to the score', () => {
    const { stdout } = ranklab('recommend', '--workspace', workspace, '--user', 'u001', '--limit', '5', '--json');
    const { items } = JSON.parse(stdout) as { items: { score: number; contributions: { contribution: number }[] }[] };
    expect(items).toHaveLength(5);
    for (const item of items) expect(item.contributions.reduce((sum, part) => sum + part.contribution, 0)).toBeCloseTo(item.score, 12);
  });

  it('recommends only videos that pass the conditions, and refuses an unknown column', () => {
    const where = (...conditions: string[]) =>
      ranklab(
        'recommend',
        '--workspace',
        workspace,
        '--user',
        'u001',
        '--limit',
        '5',
        '--json',
        ...conditions.flatMap((one) => ['--where', one]),
      );
    const { items } = JSON.parse(where('has title').stdout) as { items: { videoId: string }[] };
    const [first] = items;
    const { items: others } = JSON.parse(where(`video not in (${first?.videoId})`).stdout) as { items: { videoId: string }[] };
    expect(others[0]?.videoId).toBe(items[1]?.videoId);
    const unknown = where('profit > 3');
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('The videos have no column “profit”')]);
    expect(where('profit').stderr).toContain('expected a condition such as');
  });

  it('rejects models that saw the test period, and labels every line if the leak is accepted', () => {
    const refused = compare(join(folder, 'leaky'), '--fitted-on', 'everything');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/embeddings saw data up to .* but training ends at/);
    expect(compare(join(folder, 'leaky'), '--fitted-on', 'everything', '--accept-leakage').status).toBe(0);
    for (const file of ['summary.csv', 'per-user.csv', 'lists.csv']) {
      const unlabelled = rows(join(folder, 'leaky', file)).filter((row) => !row['labels']?.includes('Leak accepted'));
      expect(unlabelled).toEqual([]);
    }
  });

  it('evaluates the requested groups with the requested correction', () => {
    const out = join(folder, 'groups');
    const { status, stdout } = compare(
      out,
      '--segments',
      '"column:device",watched:duration',
      '--correction',
      'none',
      '--confidence',
      '0.9',
      '--json',
    );
    expect(status).toBe(0);
    const { result } = JSON.parse(stdout) as { result: ExperimentResult };
    // Warm and cold users are separated by default, since each group has 5% or more, in a separate family of tests.
    expect(new Set(result.segments?.map(({ segmentation }) => segmentation))).toEqual(
      new Set(['column:device', 'watched:duration', 'warmth']),
    );
    expect(result.segments?.length).toBeGreaterThan(1);
    const [ndcg] = result.variants[1]?.comparisons ?? [];
    expect(ndcg?.interval.level).toBe(0.9);
    expect(ndcg?.adjustedPValue).toBe(ndcg?.pValue);
    expect(compare(out, '--confidence', '0.9').stdout).toContain('difference  90% interval');
    const wrong = compare(out, '--segments', 'column:shoe');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('shoe')]);
  });

  it('corrects for tests of earlier looks on request, equally on a repeated run', () => {
    const family = (...more: string[]): number => {
      const { stdout } = compare(join(folder, 'looks'), '--json', ...more);
      return (JSON.parse(stdout) as { result: { familySize: number } }).result.familySize;
    };
    expect(family('--seed', '7')).toBe(3);
    // Another look at the same test side, for ndcg and recall of one other pair, adds to the earlier looks.
    const counted = ['--metrics', 'ndcg@5,recall@5', '--count-looks'];
    const first = family(...counted);
    expect(first).toBeGreaterThanOrEqual(2 + 3);
    expect(family(...counted)).toBe(first);
  });
});
