import { expect, it } from 'vitest';
import type { LiveOutput } from '#shared/schemas/live';
import { notePlaceSchema } from '#shared/schemas/number-note';
import { defaultDocument } from '../../../logic/lab-document';
import { placedLabNotes } from './placed-lab-notes';

const variants = [
  { name: 'Balanced', metrics: [], comparisons: [] },
  { name: 'More popular', metrics: [], comparisons: [{ spec: 'ndcg@10', difference: 0.1, interval: { low: 0, high: 0.2 } }] },
];
const note = (id: string, place: object) => ({ id, place: notePlaceSchema.parse(place), text: id, createdAtMs: 1, changedAtMs: 1 });
const metric = { kind: 'metric', variant: 'v2', baseline: 'v1', metric: 'ndcg@10' };

it('has the number on screen, and tells a number that is not shown from one that is gone', () => {
  const cold = { segmentation: 'warmth', segment: 'cold' };
  const document = {
    ...defaultDocument(),
    numberNotes: [
      note('shown', metric),
      note('of a group', { ...metric, segment: cold }),
      note('of a removed variant', { ...metric, variant: 'Fresh' }),
      note('from a removed baseline', { ...metric, baseline: 'Fresh' }),
      note('of a removed metric', { ...metric, metric: 'map@10' }),
    ],
  };
  const output = { variants, segment: null } as unknown as LiveOutput;
  expect(placedLabNotes(document, output).map(({ value, state }) => [value, state])).toEqual([
    [0.1, 'found'],
    [null, 'unchecked'],
    [null, 'gone'],
    [null, 'gone'],
    [null, 'gone'],
  ]);
  const ofGroup = { variants, segment: { ...cold, userCount: 3 } } as unknown as LiveOutput;
  expect(placedLabNotes(document, ofGroup).map(({ state }) => state)).toEqual(['unchecked', 'found', 'gone', 'gone', 'gone']);
});
