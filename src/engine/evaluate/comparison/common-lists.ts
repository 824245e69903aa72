import type { Evaluation } from '../../model/evaluation';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Run } from '../../model/run';
import { everyIndex, sameRows, sharedUsers } from './pairs';

/** Lists of one arm: entry u is the index in `run` of user u's. */
export interface Arm {
  readonly run: Run;
  readonly lists: Int32Array;
}

/** The lists of users who were judged and have a list in both arms; the same users in the same order in either. */
export interface CommonLists {
  readonly count: number;
  readonly baseline: Arm;
  readonly variant: Arm;
  readonly context: EvaluationContext;
}

export function commonLists(baseline: Evaluation, variant: Evaluation): CommonLists | undefined {
  if (!baseline.source || !variant.source) return undefined;
  const [a, b] = [baseline.source.run, variant.source.run];
  const { context } = variant.source;
  const leftOut = (user: number): boolean => baseline.source?.leftOut?.[user] === 1 || variant.source?.leftOut?.[user] === 1;
  const whole = !baseline.source.leftOut && !variant.source.leftOut;
  if (whole && sameRows(baseline.users, variant.users) && sameRows(a.users, b.users) && sameRows(a.users, baseline.users)) {
    const lists = everyIndex(a.users.length);
    return { count: lists.length, baseline: { run: a, lists }, variant: { run: b, lists }, context };
  }
  const judged = sharedUsers(baseline.users, variant.users)
    .inBaseline.map((u) => baseline.users[u])
    .filter((user) => !leftOut(user));
  const both = sharedUsers(a.users, b.users);
  const kept = sharedUsers(
    judged,
    both.inBaseline.map((l) => a.users[l]),
  ).inVariant;
  return {
    count: kept.length,
    baseline: { run: a, lists: kept.map((i) => both.inBaseline[i]) },
    variant: { run: b, lists: kept.map((i) => both.inVariant[i]) },
    context,
  };
}

/** Both arms' lists in one run, so that they can be exchanged. */
export function mergeLists({ baseline, variant }: CommonLists): { run: Run; baseline: Int32Array; variant: Int32Array } {
  const offset = baseline.run.users.length;
  return {
    run: concatenated(baseline.run, variant.run),
    baseline: baseline.lists,
    variant: variant.lists.map((list) => offset + list),
  };
}

/** List l of `b` becomes list `a.users.length + l`. Users and scores are not needed and left out. */
function concatenated(a: Run, b: Run): Run {
  const length = Math.max(a.length, b.length);
  const items = new Int32Array((a.users.length + b.users.length) * length).fill(-1);
  [a, b].forEach((run, r) => {
    for (let l = 0; l < run.users.length; l++) {
      const to = (r * a.users.length + l) * length;
      items.set(run.items.subarray(l * run.length, l * run.length + run.counts[l]), to);
    }
  });
  const counts = new Int32Array(a.users.length + b.users.length);
  counts.set(a.counts);
  counts.set(b.counts, a.users.length);
  return { users: new Int32Array(0), length, counts, items, scores: new Float64Array(0) };
}
