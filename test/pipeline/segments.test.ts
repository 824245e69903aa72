/** Groups of users by columns of the users, of the videos that they watched, and of their interactions. */
import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { categoricalColumn, multiLabelColumn } from '#engine/core/containers/label-columns';
import { trainingMatrix } from '#engine/dataset/training-matrix';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { segmentsOf } from '#engine/pipeline/measure-segment';
import {
  offeredSegmentations,
  requireSegmentations,
  segmentationById,
  segmentationIds,
  type SegmentedData,
} from '#engine/evaluate/segments/segmentations';

const userCount = 60;
const rows = Array.from({ length: userCount }, (_, row) => row);
const all = Int32Array.from(rows);

/** Every user but the last watched videos u and u + 1 of six; the last one has no history. */
function data(columns: Record<string, readonly (string | null)[]> = {}): SegmentedData {
  const users = rows.slice(0, -1).flatMap((user) => [user, user]);
  const dataset = createDataset({
    name: 'columns',
    users: userTable({ ids: rows.map((row) => `u${row}`), columns }),
    items: itemTable({
      ids: ['a', 'b', 'c', 'd', 'e', 'f'],
      categories: [['News'], ['News'], ['Sport'], ['Sport'], ['Music'], ['Music']],
      columns: {
        price: { type: 'number', values: Float64Array.of(0, 1, 2, 3, 4, NaN) },
        released: { type: 'date', values: Float64Array.from([0, 1, 2, 3, 4, 5], (day) => Date.UTC(2024, 0, 1 + day)) },
        free: { type: 'boolean', values: Float64Array.of(1, 1, 1, 0, 0, NaN) },
        language: { type: 'text', ...categoricalColumn(['de', 'de', 'en', 'en', null, null]) },
        markets: { type: 'labels', ...multiLabelColumn([['DE', 'AT'], ['AT'], ['US'], ['US'], [], []]) },
      },
    }),
    interactions: interactionTable({
      users,
      items: users.map((user, at) => (user + (at % 2)) % 6),
      columns: { device: { type: 'text', ...categoricalColumn(users.map((user) => (user % 3 === 0 ? 'tv' : 'phone'))) } },
    }),
  });
  const positions = Int32Array.from(users, (_, at) => at);
  return { dataset, positions, interactions: trainingMatrix(dataset, positions, 'binary') };
}

const sizes = (id: string, of: SegmentedData): Record<string, number> =>
  Object.fromEntries(segmentationById(id, all, of).segments.map(({ name, users }) => [name, users.length]));
const membersOf = (id: string, name: string, of: SegmentedData): number[] => [
  ...(segmentationById(id, all, of).segments.find((segment) => segment.name === name)?.users ?? []),
];

describe('a column of the users', () => {
  it('of many numbers is divided into five groups of about equal size, with their ranges', () => {
    const ages = data({ age: rows.map((row) => (row < 10 ? null : String(10 + row))) });
    expect(sizes('column:age', ages)).toEqual({
      '1 of 5 (20–29)': 10,
      '2 of 5 (30–39)': 10,
      '3 of 5 (40–49)': 10,
      '4 of 5 (50–59)': 10,
      '5 of 5 (60–69)': 10,
      'not given': 10,
    });
    expect(membersOf('column:age', '1 of 5 (20–29)', ages)).toEqual(rows.slice(10, 20));
  });

  it('of many dates likewise, of few numbers by value', () => {
    const dates = data({ since: rows.map((row) => `2024-01-${String(1 + (row % 20)).padStart(2, '0')}`) });
    expect(Object.keys(sizes('column:since', dates))[0]).toBe('1 of 5 (2024-01-01–2024-01-04)');
    expect(sizes('column:level', data({ level: rows.map((row) => String(row % 3)) }))).toEqual({ '0': 20, '1': 20, '2': 20 });
  });

  it('of many texts has groups for the most frequent values, and one for the rest, whose size says how many they are', () => {
    const towns = data({ town: rows.map((row) => (row < 20 ? 'Graz' : `town ${row}`)) });
    const found = sizes('column:town', towns);
    expect([Object.keys(found).length, found['Graz'], found['other (11 values)']]).toEqual([31, 20, 11]);
  });

  it('may have any name', () => {
    const odd = data({ 'a, b': rows.map(() => 'x'), 'watched:x = "1"': rows.map(() => 'y') });
    expect(sizes('column:a, b', odd)).toEqual({ x: 60 });
    expect(sizes('column:watched:x = "1"', odd)).toEqual({ y: 60 });
  });
});

describe('a column of the history', () => {
  const of = data();

  it('groups users by the label that they watched most, of equally frequent ones the first of the column', () => {
    expect(membersOf('watched:language', 'en', of).slice(0, 3)).toEqual([2, 3, 8]);
    expect(sizes('watched:language', of)).toEqual({ de: 29, en: 20, 'not given': 11 });
    expect(sizes('watched:category', of)).toEqual({ News: 29, Sport: 20, Music: 10, 'not given': 1 });
    expect(membersOf('watched:free', 'no', of).slice(0, 3)).toEqual([2, 3, 4]);
    expect(membersOf('watched:markets', 'AT', of).slice(0, 2)).toEqual([0, 1]);
  });

  it('groups users by the mean of the numbers and dates that they watched', () => {
    expect(Object.keys(sizes('watched:price', of))).toContain('1 of 5 (0–0.5)');
    expect(Object.keys(sizes('watched:released', of))[0]).toMatch(/^1 of 5 \(2024-01-01/);
  });

  it('groups users by what their interactions say, of the training period alone', () => {
    expect(sizes('logged:device', of)).toEqual({ phone: 39, tv: 20, 'not given': 1 });
    const few = {
      ...of,
      positions: of.positions.slice(0, 4),
      interactions: trainingMatrix(of.dataset, of.positions.slice(0, 4), 'binary'),
    };
    expect(sizes('logged:device', few)).toEqual({ phone: 1, tv: 1, 'not given': 58 });
    expect(sizes('watched:language', few)).toEqual({ de: 2, 'not given': 58 });
  });

  it('partitions the users, whatever the column', () => {
    for (const id of segmentationIds(of.dataset)) {
      const members = segmentationById(id, all, of).segments.flatMap(({ users }) => [...users]);
      expect([id, members.sort((a, b) => a - b)]).toEqual([id, rows]);
    }
  });
});

it('a column that leaves more than half of the users in “other” is not offered, and can be requested', async () => {
  const users = Int32Array.from({ length: 100 }, (_, row) => row);
  const named = (shared: number): string[] => Array.from(users, (row) => (row < shared ? 'Graz' : `town ${row}`));
  const columns = { half: named(21), more: named(20) };
  const dataset = createDataset({
    name: 'ids',
    users: userTable({ ids: named(0), columns }),
    items: itemTable({ ids: ['a'] }),
    interactions: interactionTable({ users: [0], items: [0] }),
  });
  const positions = Int32Array.of(0);
  const view = { dataset, positions, interactions: trainingMatrix(dataset, positions, 'binary') };
  const bench = { view, qrels: { users }, segmentation: (id: string) => segmentationById(id, users, view) };
  const offered = await segmentsOf(bench as unknown as EvaluationBench);
  const columnsOffered = new Set(offered.map(({ segmentation }) => segmentation).filter((id) => id.startsWith('column:')));
  expect([...columnsOffered]).toEqual(['column:half']);
  expect(bench.segmentation('column:more').segments.at(-1)).toMatchObject({ name: 'other (51 values)', isRest: true });
});

it('an unknown column is refused with those that there are', () => {
  const { dataset } = data({ country: rows.map(() => 'de') });
  for (const id of ['column:__proto__', 'watched:title', 'logged:toString', 'colour']) {
    expect(() => requireSegmentations([id], dataset)).toThrow(
      `Unknown segmentation “${id}”; expected one of warmth, activity, column:country`,
    );
  }
  requireSegmentations(offeredSegmentations(dataset), dataset);
});
