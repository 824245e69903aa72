import { describe, expect, it } from 'vitest';
import { proportionDifference, proportionLift, wilsonInterval } from './two-proportions';

describe('intervals of proportions', () => {
  it('gives the score limits of Newcombe’s example: 56 of 70 and 48 of 80', () => {
    // Newcombe 1998, table II (a): difference 0.2000, method 10: 0.0524 to 0.3339.
    const { value, interval } = proportionDifference({ count: 48, total: 80 }, { count: 56, total: 70 }, 0.95) ?? never();
    expect(value).toBeCloseTo(0.2, 12);
    expect(interval.low).toBeCloseTo(0.0524, 4);
    expect(interval.high).toBeCloseTo(0.3339, 4);
  });

  it('handles counts of 0 and of all: 5 of 56 against 0 of 29, and 10 of 10 against 0 of 10', () => {
    // Newcombe 1998, table II (d) and (h), method 10.
    const d = proportionDifference({ count: 0, total: 29 }, { count: 5, total: 56 }, 0.95) ?? never();
    expect([d.interval.low, d.interval.high].map((x) => x.toFixed(4))).toEqual(['-0.0381', '0.1926']);
    const h = proportionDifference({ count: 0, total: 10 }, { count: 10, total: 10 }, 0.95) ?? never();
    expect([h.interval.low, h.interval.high].map((x) => x.toFixed(4))).toEqual(['0.6075', '1.0000']);
  });

  it('gives Wilson’s interval for 15 of 148 (Newcombe 1998: 0.0624 to 0.1605)', () => {
    const { low, high } = wilsonInterval({ count: 15, total: 148 }, 0.95) ?? never();
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0624', '0.1605']);
    expect(wilsonInterval({ count: 0, total: 10 }, 0.95)?.low).toBe(0);
    expect(wilsonInterval({ count: 10, total: 10 }, 0.95)?.high).toBe(1);
    expect(wilsonInterval({ count: 0, total: 0 }, 0.95)).toBeUndefined();
  });

  it('gives the lift with its log interval like scipy 1.10’s relative_risk', () => {
    const { value, interval } = proportionLift({ count: 20, total: 200 }, { count: 30, total: 200 }, 0.95) ?? never();
    expect(value).toBeCloseTo(0.5, 12);
    expect(interval.low).toBeCloseTo(-0.11776396726145866, 10);
    expect(interval.high).toBeCloseTo(1.550337910157436, 10);
    const small = proportionLift({ count: 90, total: 1000 }, { count: 3, total: 40 }, 0.975) ?? never();
    expect(small.interval.low).toBeCloseTo(-0.7647637346384296, 7);
    expect(small.interval.high).toBeCloseTo(1.952114731872006, 7);
    expect(proportionLift({ count: 0, total: 200 }, { count: 30, total: 200 }, 0.95)).toBeUndefined();
  });
});

function never(): never {
  throw new Error('expected an estimate');
}
