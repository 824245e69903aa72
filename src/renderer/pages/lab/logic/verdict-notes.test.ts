import { describe, expect, it } from 'vitest';
import type { LiveOutput } from '#shared/schemas/live';
import { ordinal, roundUsers, verdictBasis, verdictNotes, verdictSentence, type MetricComparison } from './verdict-notes';

const comparison = (patch: Partial<MetricComparison>): MetricComparison => ({
  spec: 'ndcg@10',
  baselineValue: 0.2,
  value: 0.21,
  difference: 0.01,
  interval: { low: 0, high: 0.02, level: 0.95 },
  intervalMethod: 'user bootstrap',
  pValue: 0.02,
  adjustedPValue: 0.04,
  test: 'sign flip',
  pairCount: 614,
  verdict: 'better',
  reason: '',
  moreUsersNeeded: null,
  ...patch,
});

describe('verdict notes', () => {
  it('lists users, exclusions, level, family and looks', () => {
    const metric = { spec: 'ndcg@10', metricId: 'ndcg', cutoff: 10, scope: 'user', value: 0.2, evaluatedCount: 614, excludedCount: 57 };
    const output = {
      testUserCount: 671,
      sampled: false,
      familySize: 12,
      warmth: { warm: 480, cold: 134 },
      conventions: {
        statistics: { correction: 'holm', segmentCorrection: 'benjamini-hochberg' },
        variants: [
          { variant: 'A', coldUsers: 'empty' },
          { variant: 'B', coldUsers: 'fallback' },
        ],
      },
      testLooks: 3,
      variants: [
        { name: 'A', metrics: [], lists: { count: 614, fallback: 0, empty: 134, leftOut: 0 } },
        {
          name: 'B',
          lists: { count: 614, fallback: 134, empty: 0, leftOut: 0 },
          metrics: [{ ...metric, limitedBy: 'pool of 200; 500 would do', excludedBecause: { 'no-relevant-items': 57 } }],
          comparisons: [comparison({ verdictDependsOnTies: true })],
        },
      ],
    } as unknown as LiveOutput;
    expect(verdictNotes(output, output.variants[1])).toEqual([
      'n = 614 users',
      '57 excluded: no relevant test video',
      '95% intervals',
      'corrected over 12 tests (Holm)',
      '134 of 614 without history',
      'A: an empty list, which scores 0, where its sources have no data, 134 empty lists',
      'B: content and popularity where its sources have no data, 134 fallback lists',
      'ndcg@10: pool of 200; 500 would do',
      '† another order of equal scores would change the verdict',
    ]);
  });

  it('names the group and the sample', () => {
    const metric = { spec: 'ndcg@10', metricId: 'ndcg', cutoff: 10, scope: 'user', value: 0.2, evaluatedCount: 281, excludedCount: 0 };
    const output = {
      testUserCount: 10_200,
      measuredUserCount: 2_900,
      sampled: true,
      segment: { segmentation: 'activity', segment: '3 of 10', userCount: 290 },
      familySize: 1,
      warmth: { warm: 281, cold: 0 },
      conventions: { statistics: { correction: 'holm', segmentCorrection: 'benjamini-hochberg' }, variants: [] },
      testLooks: 0,
      variants: [{ metrics: [metric], comparisons: [] }],
    } as unknown as LiveOutput;
    expect(verdictNotes(output, undefined)).toEqual(['Activity: 3 of 10', 'n = 281 users of a sample of 2,900 of 10,200']);
  });

  it('says which test and interval a verdict is based on', () => {
    expect(verdictBasis(comparison({}), true)).toBe('p .040');
    expect(verdictBasis(comparison({ adjustedPValue: null, pValue: null }), true)).toBe('user bootstrap');
    expect(verdictBasis(comparison({ verdict: 'undecided', moreUsersNeeded: 20_731 }), true)).toBe('≈ 21,000 more users');
    expect(verdictBasis(comparison({}), false)).toBe('…');
  });

  it('rounds users up to two digits', () => {
    expect([7.2, 99, 101, 20_731, 1_000].map(roundUsers)).toEqual([8, 99, 110, 21_000, 1_000]);
  });

  it('counts in ordinals', () => {
    expect([1, 2, 3, 4, 11, 12, 21, 113, 1002].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '21st',
      '113th',
      '1,002nd',
    ]);
  });

  it('reads the verdicts out', () => {
    const both = [comparison({}), comparison({ spec: 'mrr@10', verdict: 'undecided' })];
    expect(verdictSentence('B', both)).toBe('B against the baseline: better in ndcg@10; undecided in mrr@10');
  });
});
