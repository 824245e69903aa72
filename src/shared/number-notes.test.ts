import { expect, it } from 'vitest';
import { noteNumberText, numberAt, placeKey, placeNotes, placeText } from './number-notes';
import type { ExperimentResult } from './schemas/experiment';
import { notePlaceSchema, noteTextSchema, type NotePlace } from './schemas/number-note';

const corrected = { low: -0.2, high: null };
const interval = { low: -0.1, high: 0.2 };
const variant = (name: string, value: number | null, difference?: number) => ({
  name,
  metrics: [{ spec: 'ndcg@10', value }],
  comparisons: difference === undefined ? [] : [{ spec: 'ndcg@10', difference, interval, correctedInterval: corrected }],
});
const result = {
  variants: [variant('A', 0.2), variant('B', 0.3, 0.1), variant('C', null, undefined)],
  segments: [{ segmentation: 'warmth', segment: 'cold', variants: [variant('A', 0.1), variant('B', 0.05, -0.05)] }],
} as unknown as ExperimentResult;
const at = (place: object) => numberAt(notePlaceSchema.parse(place), { result });
const metric = { kind: 'metric', metric: 'ndcg@10' };

it('finds values, differences and those of a group', () => {
  expect(at({ ...metric, variant: 'B' })).toEqual({ value: 0.3, interval: null, state: 'found' });
  expect(at({ ...metric, variant: 'B', baseline: 'A' })).toEqual({ value: 0.1, interval: corrected, state: 'found' });
  expect(at({ ...metric, variant: 'B', baseline: 'A', segment: { segmentation: 'warmth', segment: 'cold' } })).toEqual({
    value: -0.05,
    interval: corrected,
    state: 'found',
  });
  expect(at({ ...metric, variant: 'C' })).toEqual({ value: null, interval: null, state: 'found' });
  expect(at({ kind: 'point', chart: 'runs-over-time', variant: 'B', axis: 'ndcg@10' })).toEqual({
    value: 0.1,
    interval: corrected,
    state: 'found',
  });
});

it('says that a number is gone, and that a list is not in a result', () => {
  for (const place of [
    { ...metric, variant: 'D' },
    { ...metric, metric: 'mrr@10', variant: 'B' },
    { ...metric, variant: 'C', baseline: 'B' },
    { ...metric, variant: 'B', segment: { segmentation: 'warmth', segment: 'warm' } },
    { kind: 'point', chart: 'runs-over-time', variant: 'A', axis: 'ndcg@10' },
    { kind: 'list', variant: 'D', context: { user: 'u' }, position: 1, videoId: 'v' },
  ])
    expect(at(place), JSON.stringify(place)).toEqual({ value: null, interval: null, state: 'gone' });
  expect(at({ kind: 'list', variant: 'A', context: { user: 'u' }, position: 1, videoId: 'v' })).toEqual({
    value: null,
    interval: null,
    state: 'unchecked',
  });
});

it('is about one number whatever the position of its video, and says in words which', () => {
  const list = (position: number, videoId = 'v') =>
    notePlaceSchema.parse({ kind: 'list', variant: 'A', context: { query: 'dogs' }, position, videoId });
  expect(placeKey(list(1))).toBe(placeKey(list(4)));
  expect(placeKey(list(1))).not.toBe(placeKey(list(1, 'w')));
  expect(placeText(list(4))).toBe('v at position 4 for query “dogs”, A');
  expect(placeText({ ...list(4), title: 'Two dogs' } as NotePlace)).toBe('“Two dogs” at position 4 for query “dogs”, A');
  const place = notePlaceSchema.parse({ ...metric, variant: 'B', baseline: 'A', segment: { segmentation: 'warmth', segment: 'cold' } });
  expect(placeText(place)).toBe('ndcg@10, B − A, cold users');
  const note = { id: 'n', place, text: 'few users', createdAtMs: 1, changedAtMs: 2 };
  expect(placeNotes([note], { result })).toEqual([
    { ...note, where: 'ndcg@10, B − A, cold users', value: -0.05, interval: corrected, state: 'found' },
  ]);
});

it('is about one point of a chart by its coordinates, with the number as it was', () => {
  const point = (at: object) =>
    notePlaceSchema.parse({ kind: 'point', chart: 'sensitivity', variant: 'B', axis: 'ndcg@10', at, shown: 0.31 });
  const place = point({ Popularity: 0.3, Freshness: 0.12345678 });
  expect(placeKey(place)).toBe(placeKey(point({ Freshness: 0.12345678, Popularity: 0.3 })));
  expect(placeKey(place)).not.toBe(placeKey(point({ Freshness: 0.12345678, Popularity: 0.4 })));
  expect(placeText(place)).toBe('ndcg@10 of B in the sensitivity map at Popularity 0.3, Freshness 0.1235');
  expect(at(place)).toEqual({ value: 0.31, interval: null, state: 'written' });
  expect(noteNumberText({ place, ...at(place) })).toBe('0.3100 when it was written');
  expect(at({ ...place, variant: 'D' }).state).toBe('gone');
});

it('gives a difference its sign and its interval, and a value neither', () => {
  const words = (place: object): string => noteNumberText({ place: notePlaceSchema.parse(place), ...at(place) });
  expect(words({ ...metric, variant: 'B', baseline: 'A' })).toBe('+0.1000 [−0.2000, ∞]');
  expect(words({ ...metric, variant: 'B' })).toBe('0.3000');
  expect(words({ ...metric, variant: 'C' })).toBe('no value');
});

it('takes plain text of 1 to 2,000 characters', () => {
  expect(noteTextSchema.parse('  two\nlines ')).toBe('two\nlines');
  for (const text of ['', '  ', 'x'.repeat(2_001), 'a\u0007b'])
    expect(noteTextSchema.safeParse(text).success, text.slice(0, 5)).toBe(false);
});
