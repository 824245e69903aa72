import { describe, expect, it } from 'vitest';
import { parseMetricSpec } from './metric-spec';

describe('parseMetricSpec', () => {
  it.each([
    ['ndcg@10', { spec: 'ndcg@10', metricId: 'ndcg', cutoff: 10, params: {} }],
    [' map ', { spec: 'map', metricId: 'map', cutoff: undefined, params: {} }],
    ['AP@5', { spec: 'AP@5', metricId: 'map', cutoff: 5, params: {} }],
    ['p@10', { spec: 'p@10', metricId: 'precision', cutoff: 10, params: {} }],
    ['rbp', { spec: 'rbp', metricId: 'rbp', cutoff: undefined, params: { p: 0.8 } }],
    ['rbp@20:p=0.95', { spec: 'rbp@20:p=0.95', metricId: 'rbp', cutoff: 20, params: { p: 0.95 } }],
    ['calibration@10:alpha=0.1', { spec: 'calibration@10:alpha=0.1', metricId: 'calibration', cutoff: 10, params: { alpha: 0.1 } }],
  ])('reads %j', (text, expected) => {
    expect(parseMetricSpec(text)).toEqual(expected);
  });

  it.each([
    ['ndcg@0', 'Metric “ndcg@0”: the cutoff after @ must be a whole number from 1, not “0”'],
    ['ndcg@-1', 'the cutoff after @ must be a whole number from 1, not “-1”'],
    ['ndcg@1.5', 'must be a whole number from 1'],
    ['ndcg@', 'must be a whole number from 1, not “”'],
    ['ndcg@1e9', 'must be a whole number from 1'],
    ['precision', 'precision needs a cutoff, like precision@10'],
    ['bpref@10', 'bpref takes no cutoff'],
    ['nope@10', 'Unknown metric “nope”; expected one of ndcg, recall'],
    ['rbp:p=2', 'rbp:p=2.p: '],
    ['rbp:q=0.5', 'rbp:q=0.5.q: unknown parameter “q”; rbp takes p'],
    ['rbp:p', '“p” is not a parameter; expected name=value'],
    ['rbp:__proto__=1', '“__proto__=1” is not a parameter'],
    ['', 'expected a name'],
  ])('rejects %j', (text, message) => {
    expect(() => parseMetricSpec(text)).toThrow(message);
    expect(() => parseMetricSpec(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
