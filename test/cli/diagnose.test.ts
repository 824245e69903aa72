/** Questions about variants on the command line and in a protocol. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlameOutput, MoversOutput } from '#shared/schemas/diagnose';
import type { ExperimentResult } from '#shared/schemas/experiment';
import type { InterleavingOutput } from '#shared/schemas/interleaving';
import type { AbTestOutput } from '#shared/schemas/simulate';
import type { SensitivityOutput } from '#shared/schemas/sensitivity';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'ws');
const file = (name: string, variant: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(variant));
  return path;
};
const a = file('a.json', { name: 'A', weights: { popularity: 1 } });
const b = file('b.json', { name: 'B', weights: { factors: 1 }, candidates: { poolSize: 40 } });
const ask = (verb: string, ...more: string[]) => ranklab(verb, '--workspace', workspace, '--variants', a, b, '--quiet', ...more);
const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n');

beforeAll(() => {
  const size = ['--users', '300', '--videos', '300', '--interactions', '6000', '--factors', '8'];
  expect(ranklab('pipeline', '--workspace', workspace, ...size, '--quiet').status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('blame', () => {
  it('prints a table, one JSON document with --json, and the same numbers as CSV', () => {
    const out = join(folder, 'blame');
    const { status, stdout, stderr } = ask('blame', '--json', '--out', out);
    expect([status, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout) as BlameOutput & { files: string[] };
    expect(answer.variants.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(answer.measuredUserCount).toBe(answer.testUserCount);
    for (const { ideal, achieved, parts, segments } of answer.variants) {
      const sum = parts.reduce((total, { value }) => total + value!, 0);
      expect(Math.abs(sum - (ideal! - achieved!))).toBeLessThan(1e-12);
      expect(segments.some(({ segmentation }) => segmentation === 'activity')).toBe(true);
    }
    expect(answer.variants[1].parts.find(({ part }) => part === 'pool')!.value).toBeGreaterThan(0);
    expect(answer.files).toEqual([join(out, 'blame.csv'), join(out, 'blame-conventions.json')]);
    const rows = lines(answer.files[0]);
    expect(rows[0]).toBe('variant,group,metric,users,ideal,achieved,part,lost,low,high,confidence,losing_users,conventions');
    expect(rows.length - 1).toBe(answer.variants.reduce((sum, { segments }) => sum + 4 * (1 + segments.length), 0));
    expect(ask('blame').stdout).toMatch(/variant +users +n +ndcg@10 +missing +filters +retrieval +pool +ranking/);
  });

  it('rejects metrics and segmentations that it does not support', () => {
    const wrong = ask('blame', '--metric', 'novelty@10');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('novelty@10 has no ideal list');
    expect(ask('blame', '--segments', 'mood').stderr).toContain('Unknown segmentation “mood”');
  });
});

describe('simulate', () => {
  it('plans and runs an A/B test, and writes its decisions and its time course', () => {
    const out = join(folder, 'simulated');
    const { status, stdout, stderr } = ask('simulate', '--users', '600', '--json', '--out', out);
    expect([status, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout) as AbTestOutput & { files: string[] };
    expect(answer).toMatchObject({ names: ['A', 'B'], aa: false, audience: { truth: 'generator' }, plan: { users: 600 } });
    expect(lines(answer.files[0]).length - 1).toBe(answer.decisions.length);
    expect(lines(answer.files[2]).length - 1).toBe(answer.points.length);
    expect(answer.outcomes[0].truth.lift).not.toBe(0);
  });

  it('interleaves for users of a model of the log, and labels them as a model', () => {
    const settings = [
      '--what',
      'interleaving',
      '--audience',
      '{"truth":"log"}',
      '--users',
      '60',
      '--repetitions',
      '20',
      '--largest-users',
      '200',
    ];
    const answer = JSON.parse(ask('simulate', ...settings, '--json').stdout) as InterleavingOutput;
    expect(answer.audience.description).toContain('by a model, not a known truth');
    expect(answer.methods.map(({ method }) => method)).toEqual(['ab-test', 'team-draft', 'optimised']);
    const wrong = ask('simulate', '--outcomes', 'money');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('Unknown outcome “money”')]);
  });
});

describe('sensitivity', () => {
  const axes = ['--x', 'weight:factors=0..1/5', '--y', 'parameter:freshness.halfLifeDays=5..50/3'];

  it('prints a map and writes every cell', () => {
    const out = join(folder, 'map');
    const { status, stdout, stderr } = ask('sensitivity', ...axes, '--json', '--out', out);
    expect([status, stderr]).toEqual([0, '']);
    const map = JSON.parse(stdout) as SensitivityOutput;
    expect([map.x, map.y, map.cells.length]).toEqual([[0, 0.25, 0.5, 0.75, 1], [5, 27.5, 50], 15]);
    // B has no weight on freshness: its half-life changes nothing.
    expect(map.cells[0]?.value).toBe(map.cells[5]?.value);
    expect(map.current).toMatchObject({ x: 1, y: 30 });
    expect(map.cells[4]).toMatchObject({ value: map.current.value, verdict: map.current.verdict, churn: 0 });
    const rows = lines(join(out, 'sensitivity.csv'));
    expect(rows[0]).toBe(
      'weights.factors,signalParams.freshness.halfLifeDays,ndcg@10,difference,low,high,verdict,changed_top_10,conventions',
    );
    expect(rows).toHaveLength(16);
    expect(ask('sensitivity', ...axes).stdout).toContain('the verdict is the same in');
  });

  it('lists the permitted axes', () => {
    expect(ask('sensitivity', '--x', 'mood=0..1', '--y', 'lambda=0..1').stderr).toContain('expected weight:SIGNAL, lambda, pool');
    expect(ask('sensitivity', '--x', 'weight:mood=0..1', '--y', 'lambda=0..1').stderr).toContain('Unknown signal “mood”');
  });
});

describe('movers', () => {
  it('lists users with reasons and videos with exposure', () => {
    const out = join(folder, 'movers');
    const { status, stdout } = ask('movers', '--json', '--limit', '20', '--out', out);
    expect(status).toBe(0);
    const answer = JSON.parse(stdout) as MoversOutput & { files: string[] };
    expect(answer).toMatchObject({ metric: 'ndcg@10', reasonMetric: 'ndcg@10', names: ['A', 'B'] });
    expect(answer.gained.length + answer.lost.length).toBeGreaterThan(10);
    expect(answer.gained.every(({ difference }) => difference > 0)).toBe(true);
    const exposures = [...answer.videosGained, ...answer.videosLost];
    expect(exposures.every(({ before, after, difference }) => Math.abs(after - before - difference) < 1e-12)).toBe(true);
    expect(lines(answer.files[0]).length - 1).toBe(answer.gained.length + answer.lost.length);
    expect(ask('movers').stdout).toContain('Videos that lose exposure');
    const other = JSON.parse(ask('movers', '--json', '--metric', 'novelty@10').stdout) as MoversOutput;
    expect(other).toMatchObject({ metric: 'novelty@10', reasonMetric: 'ndcg@10' });
  });

  it('compares groups of users as an experiment does, worst first, and lists the users of one of them', () => {
    const answer = JSON.parse(ask('movers', '--json', '--limit', '500').stdout) as MoversOutput;
    const compared = ask('compare', '--metrics', 'ndcg@10', '--segments', 'warmth,activity', '--json', '--out', join(folder, 'groups'));
    const { segments } = (JSON.parse(compared.stdout) as { result: ExperimentResult }).result;
    const inOrder = [...answer.segments].sort(
      (x, y) =>
        segments!.findIndex((one) => one.segmentation === x.segmentation && one.segment === x.segment) -
        segments!.findIndex((one) => one.segmentation === y.segmentation && one.segment === y.segment),
    );
    expect(inOrder.map(({ comparison }) => comparison)).toEqual(segments!.map(({ variants }) => variants[1].comparisons[0]));
    expect(answer.segments.length).toBeGreaterThan(5);
    const badness = answer.segments.map(({ comparison: { verdict, difference, pairCount } }) => [
      ['worse', 'undecided', 'better'].indexOf(verdict),
      difference! * pairCount,
    ]);
    expect(badness).toEqual([...badness].sort(([v, x], [w, y]) => v - w || x - y));
    expect(answer.segments).not.toEqual(inOrder);
    const [group] = answer.segments;
    const chosen = ['--segment', `${group.segmentation}=${group.segment}`, '--segments', '', '--limit', '500'];
    const ofGroup = JSON.parse(ask('movers', '--json', ...chosen).stdout) as MoversOutput;
    expect([ofGroup.lostCount, ofGroup.gainedCount, ofGroup.segments]).toEqual([group.lostCount, group.gainedCount, []]);
    expect(answer.lost).toEqual(expect.arrayContaining(ofGroup.lost));
    expect(ofGroup.lostCount).toBeLessThan(answer.lostCount);
    expect(ask('movers', '--segment', 'cold').stderr).toContain('does not name a group of users');
  });

  it('requires two variants and a metric with values per user', () => {
    const one = ranklab('movers', '--workspace', workspace, '--variants', a, '--quiet');
    expect(one.stderr).toContain('Movers are between two variants, not 1');
    expect(ask('movers', '--metric', 'coverage@10').stderr).toContain('coverage@10 has no value for a single user');
  });
});

it('a protocol with the same questions gives the same bytes twice', () => {
  const written = [1, 2].map((time) => {
    const out = join(folder, `protocol-${time}`);
    mkdirSync(out, { recursive: true });
    const protocol = file('protocol.json', {
      format: 'ranklab-protocol',
      version: 1,
      data: { workspace: 'ws' },
      variants: [
        { name: 'A', weights: { popularity: 1 } },
        { name: 'B', weights: { factors: 1 } },
      ],
      metrics: ['ndcg@10'],
      timeTieOrders: 0,
      models: { factors: { factorCount: 8 } },
      diagnose: { blame: { metric: 'ndcg@5', segments: ['warmth'] }, movers: { limit: 5 } },
      simulate: { abTest: { users: 200 }, bandits: { visits: 100, repetitions: 2 } },
    });
    const { stderr } = ranklab('compare', '--protocol', protocol, '--out', out, '--quiet');
    expect(stderr).toBe('');
    const names = ['blame.csv', 'movers-users.csv', 'movers-videos.csv', 'ab-test-decisions.csv', 'bandits.csv'];
    return names.map((name) => readFileSync(join(out, name), 'utf8'));
  });
  expect(written[0]).toEqual(written[1]);
  expect(written[0][0]).toContain('ndcg@5');
});
