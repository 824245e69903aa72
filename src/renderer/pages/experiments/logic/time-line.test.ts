import { expect, it } from 'vitest';
import { experimentSummarySchema } from '#shared/contract/experiment';
import { timeLine } from './time-line';

const run = (name: string, createdAtMs: number, difference?: number) =>
  experimentSummarySchema.parse({
    ...{ id: name, name, notes: '', createdAtMs, variantNames: ['A', 'B'], bestVariant: 'B', testUserCount: 9 },
    metrics: [
      {
        spec: 'ndcg@10',
        value: 0.2,
        verdict: 'better',
        reason: '',
        ...(difference !== undefined && { difference, low: 0.01, high: null }),
      },
    ],
  });

it('lists the runs that have a difference, oldest first, with unbounded ends as none', () => {
  expect(timeLine([run('late', 30, 0.2), run('older version', 20), run('early', 10, 0.1)], 'ndcg@10')).toEqual([
    { timeMs: 10, run: 'early', value: 0.1, low: 0.01, high: null },
    { timeMs: 30, run: 'late', value: 0.2, low: 0.01, high: null },
  ]);
  expect(timeLine([run('early', 10, 0.1)], 'mrr@10')).toEqual([]);
});
