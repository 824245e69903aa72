import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { allUsersText, liveSegmentChoices, lossSentences, readSegment, segmentChoices, variantsOf, writeSegment } from './segments';

const result = {
  testUserCount: 1576,
  variants: [{ name: 'A' }],
  segments: [
    { segmentation: 'warmth', segment: 'cold', userCount: 40, variants: [{ name: 'A, cold' }] },
    { segmentation: 'column:country', segment: 'SI', userCount: 9, variants: [{ name: 'A, SI' }] },
  ],
  losers: [{ segmentation: 'warmth', segment: 'cold', userCount: 40, variant: 'B', comparison: { spec: 'ndcg@10', difference: -0.01234 } }],
} as unknown as ExperimentResult;

describe('segments', () => {
  it('lists all users first, then every group with its size', () => {
    expect(segmentChoices(result).map(({ label }) => label)).toEqual(['All 1,576 test users', 'Warmth: cold (40)', 'country: SI (9)']);
    expect(variantsOf(result, '').map(({ name }) => name)).toEqual(['A']);
    expect(variantsOf(result, '1').map(({ name }) => name)).toEqual(['A, SI']);
    expect(segmentChoices({ ...result, segments: undefined })).toHaveLength(1);
  });

  it('lists the groups of the Lab by segmentation, and parses a selection', () => {
    const choices = liveSegmentChoices([
      { segmentation: 'warmth', segment: 'warm', userCount: 1_200 },
      { segmentation: 'warmth', segment: 'cold', userCount: 40 },
      { segmentation: 'column:country', segment: 'a "b", c', userCount: 9 },
    ]);
    expect(choices.map(({ group, items }) => [group, items.map(({ label }) => label)])).toEqual([
      ['Warmth', ['warm (1,200)', 'cold (40)']],
      ['country', ['a "b", c (9)']],
    ]);
    expect(readSegment(choices[1]?.items[0]?.value ?? '')).toEqual({ segmentation: 'column:country', segment: 'a "b", c' });
    expect(readSegment(writeSegment(null))).toBeNull();
  });

  it('recognises the selection of all users', () => {
    expect(allUsersText(1_576, 1_576)).toBe('All 1,576 users');
    expect(allUsersText(1_200, 47_700)).toBe('Sample: 1,200 of 47,700 users');
  });

  it('names the groups that lose', () => {
    expect(lossSentences(result)).toEqual(['B loses 0.0123 ndcg@10 for warmth “cold” (40 users)']);
    expect(lossSentences({ ...result, losers: undefined })).toEqual([]);
  });
});
