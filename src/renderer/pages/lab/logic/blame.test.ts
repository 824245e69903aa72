import { describe, expect, it } from 'vitest';
import type { BlameOutput } from '#shared/schemas/diagnose';
import { blameRows, blameTable, groupings, missing } from './blame';
import { whereVideos } from './blamed-users';

const summary = (achieved: number) => ({
  userCount: 4,
  ideal: 1,
  achieved,
  parts: (['filters', 'retrieval', 'pool', 'ranking'] as const).map((part) => ({
    part,
    value: (1 - achieved) / 4,
    low: 0,
    high: 1,
    losingUserCount: 2,
  })),
  filters: [],
});
const data: BlameOutput = {
  metric: 'ndcg@10',
  confidence: 0.95,
  testUserCount: 4,
  measuredUserCount: 4,
  statements: [],
  variants: ['X', 'Y'].map((name, v) => ({
    name,
    ...summary(0.2 * (v + 1)),
    segments: [
      { segmentation: 'warmth', segment: 'warm', ...summary(0.4) },
      { segmentation: 'column:country', segment: 'de', ...summary(0.1) },
    ],
  })),
};

describe('rows of the loss chart', () => {
  it('are the variants, or the groups of one variant', () => {
    expect(groupings(data).map(({ label }) => label)).toEqual([
      'All users, by variant',
      'A by warmth',
      'A by country',
      'B by warmth',
      'B by country',
    ]);
    expect(blameRows(data, 'variants').map(({ label, variant }) => [label, variant])).toEqual([
      ['A · X', 0],
      ['B · Y', 1],
    ]);
    const [row] = blameRows(data, '1 column:country');
    expect(row).toMatchObject({ label: 'de', variant: 1, segment: { segmentation: 'column:country', segment: 'de' } });
    expect(missing(row?.summary ?? summary(0))).toBeCloseTo(0.9);
  });

  it('are copied with intervals, in the displayed order', () => {
    const { columns, rows } = blameTable(data);
    expect(columns.slice(0, 8)).toEqual(['variant', 'users', 'n', 'ndcg@10', 'ideal', 'retrieval', 'retrieval low', 'retrieval high']);
    expect(rows).toHaveLength(6);
    expect(rows[1]?.slice(0, 4)).toEqual(['X', 'warmth: warm', 4, 0.4]);
  });
});

it('counts a user’s relevant videos by the stage that lost them', () => {
  const videos = { seen: 0, unknown: 1, notRetrieved: 2, cutByPool: 0, category: 0, column: 0, reached: 3 };
  const user = { userId: 'u', ideal: 1, achieved: 0, parts: { filters: 0, retrieval: 0, pool: 0, ranking: 0 }, relevantCount: 6, videos };
  expect(whereVideos(user)).toBe('6 videos: 2 not retrieved, 1 unknown at training time, 3 in the pool');
});
