import { describe, expect, it } from 'vitest';
import { sampleRatioCheck } from '#engine/evaluate/statistics/sample-ratio';
import { assignArm } from './assign';

const users = Array.from({ length: 20_000 }, (_, n) => `user ${n}`);
const count = (arms: readonly number[], of: number): number[] =>
  Array.from({ length: of }, (_, arm) => arms.filter((a) => a === arm).length);

describe('assignArm', () => {
  it('matches Python’s hashlib', () => {
    // int.from_bytes(sha256(f'{seed}\n{experiment}\n{user}'.encode()).digest()[:6], 'big') / 2**48 < 0.5
    const halves = ['ann', 'bob', 'cy', 'Zoë', '42', ''].map((user) => assignArm(user, 'home-page', 7, [1, 1]));
    expect(halves).toEqual([1, 1, 0, 1, 0, 1]);
  });

  it.each([[[1, 1]], [[9, 1]], [[0.2, 0.3, 0.5]]])('splits 20,000 users by the planned shares: %j', (shares) => {
    const arms = users.map((user) => assignArm(user, 'split', 1, shares));
    expect(sampleRatioCheck(count(arms, shares.length), shares).pValue).toBeGreaterThan(0.01);
  });

  it('splits independently for another experiment and another seed', () => {
    const first = users.map((user) => assignArm(user, 'one', 1, [1, 1]));
    for (const [experiment, seed] of [['two', 1] as const, ['one', 2] as const]) {
      const second = users.map((user) => assignArm(user, experiment, seed, [1, 1]));
      const cells = first.map((arm, n) => arm * 2 + (second[n] ?? 0));
      expect(sampleRatioCheck(count(cells, 4), [1, 1, 1, 1]).pValue).toBeGreaterThan(0.01);
    }
  });
});
