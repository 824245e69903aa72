import { describe, expect, it } from 'vitest';
import { previewGenerator } from './generator-preview';

const shape = { users: 1000, videos: 5000, interactions: 50_000, popularityExponent: 0.9, activityExponent: 0.7 };

describe('previewGenerator', () => {
  it('matches direct sums over every rank', () => {
    const { curve, topShare, sparsity, viewsPerUser } = previewGenerator(shape);
    const weights = Array.from({ length: 5000 }, (_unused, index) => (index + 1) ** -0.9);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(viewsPerUser).toBe(50);
    expect(curve[0][1]).toBeCloseTo((50_000 * weights[0]) / total, 1);
    expect(topShare).toBeCloseTo(weights.slice(0, 50).reduce((sum, weight) => sum + weight, 0) / total, 4);
    const activity = Array.from({ length: 1000 }, (_unused, index) => (index + 1) ** -0.7);
    const activityTotal = activity.reduce((sum, weight) => sum + weight, 0);
    let filled = 0;
    for (const weight of weights) for (const user of activity) filled += -Math.expm1(-(50_000 * weight * user) / (total * activityTotal));
    expect(sparsity).toBeCloseTo(1 - filled / 5_000_000, 4);
  });

  it('is uniform for exponent 0', () => {
    const { curve, topShare } = previewGenerator({ ...shape, popularityExponent: 0 });
    expect(Math.max(...curve.map(([, views]) => views))).toBeCloseTo(10, 6);
    expect(Math.min(...curve.map(([, views]) => views))).toBeCloseTo(10, 6);
    expect(topShare).toBeCloseTo(0.01, 6);
  });

  it('handles a single video and user, and millions', () => {
    expect(previewGenerator({ ...shape, users: 1, videos: 1, interactions: 1 }).sparsity).toBeCloseTo(Math.exp(-1), 10);
    const large = previewGenerator({ ...shape, users: 1_000_000, videos: 10_000_000, interactions: 1e9 });
    expect(large.curve.length).toBeLessThan(100);
    expect(large.sparsity).toBeGreaterThan(0.99);
  });
});
