import { describe, expect, it } from 'vitest';
import type { LiveOutput } from '#shared/schemas/live';
import { extendTrail, sparklinePoints, TRAIL_LENGTH } from './trail';

const output = (value: number | null) =>
  ({ variants: [{ metrics: [{ spec: 'ndcg@10', value: 9 }] }, { metrics: [{ spec: 'ndcg@10', value }] }] }) as LiveOutput;

describe('sparkline', () => {
  it('holds the last values of the last variant, without repeats and gaps', () => {
    let trail: Record<string, readonly number[]> = {};
    for (const value of [0.1, 0.1, null, 0.2]) trail = extendTrail(trail, output(value));
    expect(trail).toEqual({ 'ndcg@10': [0.1, 0.2] });
    for (let step = 0; step < 50; step++) trail = extendTrail(trail, output(step));
    expect(trail['ndcg@10']).toHaveLength(TRAIL_LENGTH);
    expect(trail['ndcg@10'].at(-1)).toBe(49);
  });

  it('draws the largest value at the top, and a constant in the middle', () => {
    expect(sparklinePoints([0, 1, 0.5], 40, 10)).toBe('0,10 20,0 40,5');
    expect(sparklinePoints([3], 40, 10)).toBe('0,5');
  });
});
