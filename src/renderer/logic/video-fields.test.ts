import { expect, it } from 'vitest';
import { blankVideo, contentOf, dayOf, fieldsOf, momentOf } from './video-fields';

const row = {
  videoId: 'v1',
  title: 'One',
  description: 'first',
  categories: ['Drama'],
  tags: ['a'],
  creator: 'ann',
  publishedAtMs: 1_500_000_123_456,
  durationSeconds: 61.5,
  interactionCount: 3,
  columns: {},
};

it('an unchanged form sends all known values, to the millisecond', () => {
  const { interactionCount: _count, columns: _columns, ...content } = row;
  expect(contentOf(fieldsOf(row))).toEqual(content);
});

it('omits empty fields', () => {
  expect(contentOf({ ...blankVideo, title: ' New ' })).toEqual({ title: 'New', description: '', categories: [], tags: [] });
  expect(contentOf(fieldsOf({ ...row, creator: null, publishedAtMs: null, durationSeconds: null }))).toEqual({
    videoId: 'v1',
    title: 'One',
    description: 'first',
    categories: ['Drama'],
    tags: ['a'],
  });
});

it('sends the first moment of a changed day, and the exact time of an unchanged one', () => {
  expect(dayOf(row.publishedAtMs)).toBe('2017-07-14');
  expect(momentOf('2017-07-14', row.publishedAtMs)).toBe(row.publishedAtMs);
  expect(momentOf('2017-07-15', row.publishedAtMs)).toBe(Date.UTC(2017, 6, 15));
  expect(momentOf('', row.publishedAtMs)).toBeUndefined();
});
