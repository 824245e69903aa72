import { blameParts, lostIn, type BlamePart } from './blame-summary';
import type { Blame } from './blame';

/** One user whose value differs between two variants. */
export interface Mover {
  /** Index among the bench's users. */
  readonly user: number;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** What each part gave (positive) or took; the parts sum to the difference of the blamed metric. */
  readonly parts: Readonly<Record<BlamePart, number>>;
  /** The part that moved most in the direction of the difference; undefined where none did. */
  readonly reason: BlamePart | undefined;
}

/** A smaller change is rounding. */
const rounding = 1e-12;

/**
 * Users by change of a metric, largest first (ties by row). The reasons are the differences of the parts of two blames, whose metric
 * may be another one. Users without a value on either side are left out. @param sign −1 where a lower value is better.
 */
export function moversOf(before: Float64Array, after: Float64Array, blames: readonly [Blame, Blame], sign: 1 | -1 = 1): Mover[] {
  const movers: Mover[] = [];
  for (let user = 0; user < before.length; user++) {
    const difference = after[user] - before[user];
    if (!(Math.abs(difference) > rounding)) continue;
    const entries = blameParts.map((part) => [part, lostIn(blames[0], part, user) - lostIn(blames[1], part, user)] as const);
    const parts = Object.fromEntries(entries) as Mover['parts'];
    const direction = Math.sign(difference) * sign;
    const most = entries.reduce((best, entry) => (direction * entry[1] > direction * best[1] ? entry : best));
    const reason = direction * most[1] > rounding ? most[0] : undefined;
    movers.push({ user, before: before[user], after: after[user], difference, parts, reason });
  }
  return movers.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.user - b.user);
}
