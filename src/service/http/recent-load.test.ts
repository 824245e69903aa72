import { describe, expect, it } from 'vitest';
import { RecentLoad } from './recent-load';

describe('RecentLoad', () => {
  it('is empty at first', () => {
    expect(new RecentLoad(() => 0).read()).toEqual({ requestCount: 0, requestsPerSecond: 0, p50Ms: null, p99Ms: null });
  });

  it('reports rate and quantiles of the last ten seconds only', () => {
    let nowMs = 0;
    const load = new RecentLoad(() => nowMs);
    for (let i = 0; i < 50; i++) load.add(1_000);
    nowMs = 20_000;
    for (let i = 1; i <= 100; i++) load.add(i);
    expect(load.read()).toEqual({ requestCount: 150, requestsPerSecond: 10, p50Ms: 51, p99Ms: 100 });
  });

  it('limits its memory and keeps its rate beyond the capacity', () => {
    let nowMs = 0;
    const load = new RecentLoad(() => nowMs);
    for (let i = 0; i < 40_000; i++) {
      nowMs = i / 4; // 4,000 a second
      load.add(2);
    }
    expect(load.read().requestsPerSecond).toBeCloseTo(4_000, -1);
  });
});
