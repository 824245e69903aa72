import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import type { RankedVideo } from '#shared/schemas/ranking';
import { listTable, resultTable } from './result-table';

describe('resultTable', () => {
  it('has a row per variant and metric; the baseline has no comparison', () => {
    const metric = { spec: 'ndcg@10', value: 0.2183, evaluatedCount: 614, excludedCount: 57 };
    const comparison = {
      spec: 'ndcg@10',
      difference: 0.01,
      interval: { low: 0.002, high: 0.02 },
      pValue: 0.01,
      adjustedPValue: 0.02,
      verdict: 'better',
    };
    const variants = [
      { name: 'A', metrics: [metric], comparisons: [] },
      { name: 'B', metrics: [{ ...metric, value: null }], comparisons: [comparison] },
    ] as unknown as ExperimentResult['variants'];
    expect(resultTable({ variants }).rows).toEqual([
      ['A', 'ndcg@10', 0.2183, 614, 57, null, null, null, null, null, null],
      ['B', 'ndcg@10', null, 614, 57, 0.01, 0.002, 0.02, 0.01, 0.02, 'better'],
    ]);
  });
});

describe('listTable', () => {
  it('has a column per signal, empty where a video has no contribution from it', () => {
    const video = (position: number, contributions: object[]) =>
      ({
        position,
        videoId: `v${position}`,
        title: 'T',
        categories: ['A', 'B'],
        score: 0.5,
        contributions,
        ...(position === 2 && { tie: { count: 3, first: 2, last: 4 } }),
      }) as unknown as RankedVideo;
    const items = [video(1, [{ signal: 'freshness', contribution: 0.5 }]), video(2, [{ signal: 'diversity', contribution: -0.1 }])];
    expect(listTable({ items })).toEqual({
      columns: ['position', 'video', 'title', 'category', 'score', 'tied', 'freshness', 'diversity'],
      rows: [
        [1, 'v1', 'T', 'A|B', 0.5, null, 0.5, null],
        [2, 'v2', 'T', 'A|B', 0.5, 3, null, -0.1],
      ],
    });
  });
});
