/** The weights for a wanted order, on the command line. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GoalOutput } from '#shared/schemas/goal';
import type { Variant } from '#shared/schemas/variant';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'ws');
const variant = join(folder, 'mixed.json');
const goal = (...more: string[]) => ranklab('goal', '--workspace', workspace, '--variant', variant, '--quiet', '--user', 'u01', ...more);
const answerOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as GoalOutput & { files: string[] };

beforeAll(() => {
  const size = ['--users', '60', '--videos', '80', '--interactions', '900', '--factors', '8'];
  expect(ranklab('pipeline', '--workspace', workspace, ...size, '--quiet').status).toBe(0);
  writeFileSync(variant, JSON.stringify({ name: 'Mixed', weights: { popularity: 0.5, factors: 0.5, freshness: 0.2 } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('prints the smallest change as one JSON document, verified by its list, and writes the variant and the tables', () => {
  const before = answerOf(goal('--metrics', '', '--json'));
  expect(before.status).toBe('already');
  const video = before.list[3].videoId;
  const [out, tables] = [join(folder, 'found.json'), join(folder, 'tables')];
  const { status, stdout, stderr } = goal('--move', `${video}=3`, '--json', '--out', out, '--tables', tables);
  expect([status, stderr]).toEqual([0, '']);
  const answer = answerOf({ stdout });
  expect(answer.status).toBe('found');
  expect(answer.list[2]).toMatchObject({ position: 3, videoId: video, before: 4 });
  expect(answer.collateral?.comparisons.map(({ spec }) => spec)).toEqual(['ndcg@10']);
  expect((JSON.parse(readFileSync(out, 'utf8')) as Variant).weights).toEqual(answer.weights);
  expect(answer.files.map((path) => path.slice(tables.length + 1))).toEqual(['goal-weights.csv', 'goal-list.csv', 'goal-metrics.csv']);
  expect(readFileSync(answer.files[0], 'utf8').trim().split('\n')).toHaveLength(1 + answer.changes.length);
});

it('names the conflict, and says so by its exit code, where no weights give the order', () => {
  const { list } = answerOf(goal('--metrics', '', '--json'));
  const outcome = goal(
    '--above',
    `${list[5].videoId}>${list[0].videoId}`,
    '--lock',
    'popularity,factors,freshness',
    '--high',
    '0',
    '--json',
  );
  expect(outcome.status).toBe(1);
  const { status, conflict, weights } = answerOf(outcome);
  expect([status, weights]).toEqual(['conflict', null]);
  expect(conflict?.orders[0]).toMatchObject({ above: { videoId: list[5].videoId }, below: { videoId: list[0].videoId } });
});

it('rejects orders of another form, and a list of nobody', () => {
  expect(goal('--move', 'v001').stderr).toContain('expected video=position');
  expect(goal('--above', 'v001').stderr).toContain('expected A>B');
  expect(ranklab('goal', '--workspace', workspace, '--variant', variant).stderr).toContain('Give --user, --query or --video');
});
