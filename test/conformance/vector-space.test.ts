import { expect, it } from 'vitest';
import { smallDataset } from '../fixtures';
import type { VectorFile } from '#engine/embeddings/port';
import { vectorSpace, type NamedVectors } from '#engine/embeddings/files/vector-space';

const dataset = smallDataset();
const [videoIds, userIds] = [dataset.items.ids.ids, dataset.users.ids.ids];
const file = (name: string, ids: readonly string[], rows: readonly (readonly number[])[]): NamedVectors => {
  const content: VectorFile = {
    keys: [{ name: 'id', says: 'other', cells: ids }],
    dimensions: rows[0]?.length ?? 0,
    vectors: Float32Array.from(rows.flat()),
    notes: [],
  };
  return { file: name, content };
};
const videos = file(
  'videos.csv',
  [videoIds[2], 'elsewhere', videoIds[0], videoIds[1]],
  [
    [3, 4],
    [9, 9],
    [1, 0],
    [0, NaN],
  ],
);
const nobody = new Int32Array(0);

it('assigns every vector to the row of its id, and reports omitted ones', () => {
  const space = vectorSpace({ videos }, { compare: 'dot' }, dataset);
  expect([...space.videos.subarray(0, 6)]).toEqual([1, 0, 0, 0, 3, 4]);
  expect([...space.hasVideo.subarray(0, 4)]).toEqual([1, 0, 1, 0]);
  expect(space.notes).toEqual([
    'videos.csv: 1 vector of unknown videos left out',
    'videos.csv: 1 vector left out as zero or not finite',
    `videos.csv: no vector for ${videoIds.length - 2} of ${videoIds.length} videos`,
  ]);
});

it('compares by the user’s vector, by the mean of the watched videos if there is no user file, and by the seed video', () => {
  const users = file(
    'users.csv',
    [userIds[5], userIds[1]],
    [
      [2, 1],
      [7, 7],
    ],
  );
  const both = vectorSpace({ videos, users }, { compare: 'dot' }, dataset);
  expect([...(both.query({ userRow: 5 }, Int32Array.of(0)) ?? [])]).toEqual([2, 1]);
  expect(both.query({ userRow: 6 }, Int32Array.of(0))).toBeUndefined();
  const alone = vectorSpace({ videos }, { compare: 'dot' }, dataset);
  expect([...(alone.query({ userRow: 6 }, Int32Array.of(0, 1, 2)) ?? [])]).toEqual([2, 2]);
  expect(alone.query({ userRow: 6 }, nobody)).toBeUndefined();
  expect([...(alone.query({ videoRow: 2 }, nobody) ?? [])]).toEqual([3, 4]);
  expect(alone.query({}, nobody)).toBeUndefined();
});

it('normalises both sides of a cosine', () => {
  const space = vectorSpace({ videos }, { compare: 'cosine' }, dataset);
  expect([...space.videos.subarray(4, 6)]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  const [x = 0, y = 0] = space.query({ userRow: 6 }, Int32Array.of(0, 2)) ?? [];
  expect(Math.hypot(x, y)).toBeCloseTo(1, 6);
});

it('rejects towers of different dimensions, and files without a known id', () => {
  const users = file('users.csv', [userIds[0]], [[1, 2, 3]]);
  expect(() => vectorSpace({ videos, users }, { compare: 'dot' }, dataset)).toThrow('videos.csv has 2 dimensions and users.csv has 3');
  const strangers = file(
    'users.csv',
    ['x', 'y'],
    [
      [1, 2],
      [3, 4],
    ],
  );
  expect(() => vectorSpace({ videos, users: strangers }, { compare: 'dot' }, dataset)).toThrow('none of which is a user');
});
