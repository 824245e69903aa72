import type { Evaluation } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Run } from '../model/run';
import { sharedUsers } from './pairs';

/** The lists of users who were judged and have a list in both arms, all in one run. */
export interface CommonLists {
  readonly count: number;
  readonly run: Run;
  /** List indices per user: user u's are `baseline[u]` and `variant[u]`. */
  readonly baseline: Int32Array;
  readonly variant: Int32Array;
  readonly context: EvaluationContext;
}

export function commonLists(baseline: Evaluation, variant: Evaluation): CommonLists | undefined {
  if (!baseline.source || !variant.source) return undefined;
  const [a, b] = [baseline.source.run, variant.source.run];
  const judged = sharedUsers(baseline.users, variant.users).inBaseline.map((u) => baseline.users[u]);
  const both = sharedUsers(a.users, b.users);
  const kept = sharedUsers(
    judged,
    both.inBaseline.map((l) => a.users[l]),
  ).inVariant;
  return {
    count: kept.length,
    run: concatenated(a, b),
    baseline: kept.map((i) => both.inBaseline[i]),
    variant: kept.map((i) => a.users.length + both.inVariant[i]),
    context: variant.source.context,
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
