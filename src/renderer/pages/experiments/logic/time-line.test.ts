import { expect, it } from 'vitest';
import { experimentSummarySchema } from '#shared/contract/experiment';
import { pointPlace, timeLine } from './time-line';

/** A run that its first variant wins, whose difference the challenger has. */
const run = (name: string, createdAtMs: number, difference?: number) => {
  const metric = { spec: 'ndcg@10', value: 0.2, verdict: null, reason: '' };
  const compared = { ...metric, verdict: 'worse', ...(difference !== undefined && { difference, low: 0.01, high: null }) };
  return experimentSummarySchema.parse({
    ...{ id: name, name, notes: '', createdAtMs, variantNames: ['A', 'B'], bestVariant: 'A', testUserCount: 9 },
    metrics: [metric],
    challenger: { name: 'B', settings: {}, metrics: [compared] },
  });
};

it('lists runs oldest first, also where the baseline wins; an unbounded end of an interval is null', () => {
  expect(timeLine([run('late', 30, 0.2), run('without one', 20), run('early', 10, 0.1)], 'ndcg@10')).toEqual([
    { timeMs: 10, id: 'early', run: 'early', variant: 'B', note: undefined, value: 0.1, low: 0.01, high: null },
    { timeMs: 30, id: 'late', run: 'late', variant: 'B', note: undefined, value: 0.2, low: 0.01, high: null },
  ]);
  expect(timeLine([run('early', 10, 0.1)], 'mrr@10')).toEqual([]);
});

it('finds the note on the point of a metric, and on no other', () => {
  const place = pointPlace('B', 'ndcg@10');
  const note = { id: 'n', place, text: 'after the holidays', createdAtMs: 1, changedAtMs: 1 };
  const noted = { ...run('early', 10, 0.1), numberNotes: [note, { ...note, id: 'm', place: pointPlace('A', 'ndcg@10') }] };
  expect(timeLine([noted], 'ndcg@10')[0]?.note).toBe(note);
});
