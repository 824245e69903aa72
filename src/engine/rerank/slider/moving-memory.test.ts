import { describe, expect, it } from 'vitest';
import { GROUP, ROWS } from '../../core/simd/slider-kernels';
import { fitsMovingMemory, movingBytesPerUser, MovingMemory } from './moving-memory';

const shape = { userCount: 7, poolSize: 200, length: 10, signalCount: 9 };

describe('MovingMemory', () => {
  it('uses the planned memory per user with little overhead', () => {
    for (const userCount of [1, 7, 3_000]) {
      const { byteLength } = new MovingMemory({ ...shape, userCount });
      const announced = userCount * movingBytesPerUser(shape);
      expect(byteLength).toBeGreaterThanOrEqual(announced);
      expect(byteLength - announced).toBeLessThan(2 * 65_536);
    }
  });

  it('has a maximum number of users, given by 32-bit WASM addresses and known before allocation', () => {
    const most = Math.floor(2 ** 32 / movingBytesPerUser(shape));
    expect(fitsMovingMemory({ ...shape, userCount: most - 1_000 })).toBe(true);
    expect(fitsMovingMemory({ ...shape, userCount: most + 1 })).toBe(false);
  });

  it('finds exactly the groups with a candidate at or above the threshold, up to the end of a pool', () => {
    const memory = new MovingMemory(shape);
    const { rest, values, poolStride } = memory;
    const user = 3;
    rest.fill(1); // all groups of other users would be found
    rest.fill(-1, user * poolStride, (user + 1) * poolStride);
    values.fill(0.5);
    const found = (count: number, threshold: number): number[] => {
      memory.scan(user, count, threshold);
      const groups: number[] = [];
      for (let i = 0, start = memory.groupAt(0); start >= 0; start = memory.groupAt(++i)) groups.push(start - user * poolStride);
      return groups;
    };
    const weights = new Float64Array(shape.signalCount);
    weights[2] = 2;
    memory.setWeights(weights, 2);
    expect(found(200, 0.25)).toEqual([]);
    for (const slot of [0, 5, GROUP - 1, 3 * GROUP, 199]) rest[user * poolStride + slot] = 0;
    expect(found(200, 1)).toEqual([0, 3 * GROUP, 192]);
    expect(found(100, 1)).toEqual([0, 3 * GROUP]);
    values[user * poolStride + 70] = NaN; // NaN is never ruled out
    expect(found(200, 1.5)).toEqual([64]);
    expect(found(200, -Infinity)).toHaveLength(13);
    expect(found(0, -Infinity)).toEqual([]);
  });

  it('sums rows signal by signal like a plain loop', () => {
    const memory = new MovingMemory(shape);
    const weights = Float64Array.from({ length: shape.signalCount }, (_, s) => Math.sin(s + 1) * 10 ** (s - 4));
    memory.setWeights(weights, 0);
    const row = (u: number, r: number): Float32Array =>
      Float32Array.from({ length: shape.signalCount }, (_, s) => Math.cos(17 * u + 5 * r + s) * 10 ** (4 - s));
    for (let u = 0; u < shape.userCount; u++) {
      for (let r = 0; r < shape.length; r++) row(u, r).forEach((value, s) => (memory.rows[memory.rowAt(u, r) + s * ROWS] = value));
    }
    for (let u = 0; u < shape.userCount; u++) {
      memory.score(u);
      for (let r = 0; r < shape.length; r++) {
        let sum = 0;
        row(u, r).forEach((value, s) => (sum += (weights[s] ?? NaN) * value));
        expect(memory.sums[r]).toBe(sum);
      }
    }
  });
});
