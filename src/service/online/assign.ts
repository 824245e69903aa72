import { createHash } from 'node:crypto';

/**
 * The arm of a user: stable for a user, experiment and seed, on every machine and after every restart, and independent
 * between experiments. The first 48 bits of SHA-256 of `seed \n experiment \n user` (UTF-8) as a fraction of 1 select an arm by cumulative share.
 * Other programs can compute the same.
 * @param shares positive; they need not sum to 1.
 * @returns the arm's index in `shares`.
 */
export function assignArm(user: string, experiment: string, seed: number, shares: readonly number[]): number {
  const digest = createHash('sha256').update(`${seed}\n${experiment}\n${user}`).digest();
  const total = shares.reduce((sum, share) => sum + share, 0);
  let left = (digest.readUIntBE(0, 6) / 2 ** 48) * total;
  for (const [arm, share] of shares.entries()) {
    left -= share;
    if (left < 0) return arm;
  }
  return shares.length - 1; // rounding
}
