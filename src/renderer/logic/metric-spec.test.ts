import { describe, expect, it } from 'vitest';
import { moveCutoff, parseMetricSpec, writeMetricSpec } from './metric-spec';

describe('metric specifications', () => {
  it('parses and formats', () => {
    expect(parseMetricSpec('ndcg@10')).toEqual({ id: 'ndcg', cutoff: 10 });
    expect(parseMetricSpec('rbp')).toEqual({ id: 'rbp', cutoff: null });
    expect(writeMetricSpec(parseMetricSpec('hit_rate@5'))).toBe('hit_rate@5');
  });

  it('changes a cutoff, leaves other metrics, and never lists a metric twice', () => {
    expect(moveCutoff(['ndcg@10', 'recall@50', 'rbp'], 10, 20)).toEqual(['ndcg@20', 'recall@50', 'rbp']);
    expect(moveCutoff(['recall@10', 'recall@50'], 10, 50)).toEqual(['recall@50']);
  });
});
