import { expect, it } from 'vitest';
import { experimentSummarySchema } from '#shared/contract/experiment';
import { runAxes, runLines, runTable, variedSettings } from './parallel-runs';

const run = (id: string, settings: Record<string, number | string>, ndcg: number | null) =>
  experimentSummarySchema.parse({
    ...{ id, name: `run ${id}`, notes: '', createdAtMs: 1, variantNames: ['A', 'B'], bestVariant: 'B', testUserCount: 9, settings },
    metrics: [{ spec: 'ndcg@10', value: ndcg, verdict: null, reason: '' }],
  });
const runs = [
  run('1', { 'weights.popularity': 1, mmrLambda: 1, normalization: 'rank' }, 0.2),
  run('2', { 'weights.popularity': 0.5, 'weights.freshness': 0.4, mmrLambda: 1, normalization: 'none' }, 0.4),
  run('3', { 'weights.popularity': 0.7, mmrLambda: 1, normalization: 'rank' }, null),
  run('stored before settings were listed', {}, 0.3),
];

it('offers the settings that differ, and counts an unused signal as weight 0', () => {
  expect(variedSettings(runs)).toEqual(['weights.popularity', 'normalization', 'weights.freshness']);
  const [popularity, freshness, ndcg] = runAxes(runs, ['weights.popularity', 'weights.freshness'], ['ndcg@10'], (path) => path);
  expect(popularity?.positions.map((position) => Number(position.toFixed(2)))).toEqual([1, 0, 0.4, NaN]);
  expect(freshness?.positions).toEqual([0, 1, 0, NaN]);
  expect(ndcg?.positions[2]).toBeNaN();
});

it('shows what a run tried also where its baseline wins', () => {
  const lost = experimentSummarySchema.parse({
    ...run('4', { 'weights.popularity': 1 }, 0.5),
    bestVariant: 'A',
    challenger: {
      name: 'C',
      settings: { 'weights.popularity': 0.2 },
      metrics: [{ spec: 'ndcg@10', value: 0.3, verdict: 'worse', reason: '' }],
    },
  });
  expect(runTable([lost], ['weights.popularity'], ['ndcg@10']).rows).toEqual([['run 4', 'C', 0.2, 0.3]]);
});

it('gives chosen runs different colours', () => {
  const lines = runLines(runs, ['3', '1']);
  expect(lines.map(({ rank }) => rank)).toEqual(['chosen', 'ground', 'chosen', 'ground']);
  expect(runLines(runs, []).map(({ rank }) => rank)).toEqual(['front', 'front', 'front', 'front']);
  expect(runLines(Array.from({ length: 31 }, () => runs).flat(), [])[0]?.rank).toBe('ground');
  expect([lines[2]?.color, lines[0]?.color]).toEqual(['var(--c1)', 'var(--c2)']);
});

it('has every number in its table, and a gap where there is none', () => {
  expect(runTable(runs, ['weights.freshness'], ['ndcg@10']).rows).toEqual([
    ['run 1', 'B', 0, 0.2],
    ['run 2', 'B', 0.4, 0.4],
    ['run 3', 'B', 0, null],
    ['run stored before settings were listed', 'B', null, 0.3],
  ]);
});
