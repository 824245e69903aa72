import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit';

describe('RateLimit', () => {
  it('allows a burst, then the sustained rate, for each key separately', () => {
    let nowMs = 0;
    const limit = new RateLimit(10, 3, () => nowMs);
    const taken = (key: string): number => Array.from({ length: 5 }, () => limit.take(key)).filter(Boolean).length;
    expect(taken('a')).toBe(3);
    expect(taken('b')).toBe(3);
    nowMs = 100; // 100 ms at ten per second allow one more
    expect(taken('a')).toBe(1);
    nowMs = 10_000; // never more than the burst
    expect(taken('a')).toBe(3);
  });

  it('tracks a limited number of keys and drops the longest unused', () => {
    let nowMs = 0;
    const limit = new RateLimit(0, 1, () => nowMs++);
    limit.take('first');
    for (let i = 0; i < 10_050; i++) limit.take(`key ${i}`);
    expect(limit.size).toBe(10_000);
    expect(limit.take('key 10049')).toBe(false);
    expect(limit.take('first')).toBe(true);
  });
});
