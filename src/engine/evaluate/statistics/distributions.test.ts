import { describe, expect, it } from 'vitest';
import { chiSquareUpper } from './distributions';

describe('chiSquareUpper', () => {
  it('keeps its precision in the tail where 1 − cdf is 0', () => {
    expect(chiSquareUpper(80, 1)).toBeGreaterThan(3.74e-19);
    expect(chiSquareUpper(80, 1)).toBeLessThan(3.75e-19);
    expect(chiSquareUpper(0, 3)).toBe(1);
    expect(chiSquareUpper(5.991464547107979, 2)).toBeCloseTo(0.05, 12);
  });
});
