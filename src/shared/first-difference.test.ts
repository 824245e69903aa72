import { describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { firstDifference } from './first-difference';

const result = (value: number | null, looks = 1) =>
  ({ userCount: 10, testLooks: looks, variants: [{ name: 'A', metrics: [{ spec: 'ndcg@10', value }] }] }) as unknown as ExperimentResult;

describe('firstDifference', () => {
  it('is null for the same numbers, whatever the number of looks', () => {
    expect(firstDifference(result(0.2183), result(0.2183, 5))).toBeNull();
    expect(firstDifference(result(null), result(null))).toBeNull();
  });

  it('names the first difference, down to the last digit', () => {
    expect(firstDifference(result(0.1), result(0.1 + Number.EPSILON / 4))).toBe(
      'variants.0.metrics.0.value: 0.1 became 0.10000000000000006',
    );
    expect(firstDifference(result(0.1), result(null))).toBe('variants.0.metrics.0.value: 0.1 became null');
  });

  it('ignores conventions that an older version did not record', () => {
    const under = (conventions: object): ExperimentResult => ({ ...result(1), conventions }) as unknown as ExperimentResult;
    expect(firstDifference(under({ seed: 1 }), under({ seed: 1, timeTieOrders: 3 }))).toBeNull();
    expect(firstDifference(under({ seed: 1 }), under({ seed: 2, timeTieOrders: 3 }))).toBe('conventions.seed: 1 became 2');
  });

  it('reports missing values', () => {
    expect(firstDifference(result(1), { ...result(1), variants: [] })).toMatch(/^variants\.0: .* became nothing$/);
  });
});
