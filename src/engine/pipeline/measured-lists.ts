import type { ScoreTies } from '#shared/schemas/conventions';
import { RankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import { coldUsersOf } from '../candidates/cold-start/cold-start';
import { ranksOf } from '../core/containers/id-order';
import { hashText } from '../dataset/splits/random-keys';
import { largestRelevantCount, type ListLimits } from '../evaluate/evaluated-depth';
import type { MetricSpec } from '../evaluate/metrics/metric-spec';
import { metricRegistry } from '../evaluate/metrics/registry';
import { cutBeyondTies, orderTies, tieCrosses } from '../evaluate/ties/order-ties';
import type { Dataset } from '../model/dataset';
import type { Qrels, Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import { missingUsersOf } from './run-uses';
import { runOf } from './run-variant';
import { deepensWith } from './source-ranking';

/** Purpose of the lists. */
export interface ListSettings {
  readonly scoreTies: ScoreTies;
  readonly seed: number;
  /** While a slider moves, lists end at the deepest cutoff, and ties are ignored. */
  readonly quick?: boolean;
}

/** Computes lists of one length; the first items do not depend on the length. */
type RunLists = (length: number) => Promise<Run>;

/** Maximum list entries of one variant with long runs of ties; about 480 MB. */
const maxEntries = 40_000_000;

/** Maximum depth of a variant's lists. */
export function limitsOf(variant: Variant, view: TrainingView): ListLimits {
  const { candidates } = variant;
  const universe = candidates.universe === 'all' ? view.knownItems.length : view.knownItems.reduce((sum, known) => sum + known, 0);
  return { depth: candidates.poolSize, longest: deepensWith(variant) ? Infinity : candidates.poolSize, universe };
}

/** The deepest position that one of the metrics reads. */
export function deepestPosition(specs: readonly MetricSpec[], { depth, longest, universe }: ListLimits, qrels: Qrels): number {
  const reads = specs.map(({ cutoff, metricId }) => {
    if (cutoff !== undefined) return cutoff;
    return metricRegistry.get(metricId).readsRelevantCount ? largestRelevantCount(qrels) : depth;
  });
  return Math.max(1, Math.min(longest, universe, Math.max(1, ...reads)));
}

/**
 * A variant's lists, as deep as the metrics read and extended through ties at that position, so that all orders of ties are covered; ordered by the
 * tie rule. A list depends on its own ties alone, never on other users'. @param qrels of all users, where `run` makes lists of some of them.
 */
export async function listsFor(
  specs: readonly MetricSpec[],
  limits: ListLimits,
  qrels: Qrels,
  dataset: Dataset,
  { scoreTies, seed, quick = false }: ListSettings,
  run: RunLists,
): Promise<Run> {
  const depth = deepestPosition(specs, limits, qrels);
  if (quick && scoreTies === 'row') return run(depth);
  const most = Math.max(depth, Math.min(limits.longest, limits.universe, Math.floor(maxEntries / Math.max(1, qrels.users.length))));
  let length = Math.min(most, depth + 1);
  let lists = await run(length);
  while (length < most && tieCrosses(lists, depth)) {
    length = Math.min(most, 4 * length);
    lists = await run(length);
  }
  const cut = cutBeyondTies(lists, depth);
  return scoreTies === 'row' ? cut : orderTies(cut, tieRank(dataset, scoreTies, seed));
}

function tieRank({ users, items }: Dataset, rule: 'id' | 'random', seed: number): (user: number, item: number) => number {
  if (rule === 'id') {
    const ranks = ranksOf(items.ids.ids);
    return (_user, item) => ranks[item];
  }
  return (user, item) => hashText(`${users.ids.ids[user]} ${items.ids.ids[item]}`, seed);
}

/** By user row, 1 for users whom conventions leave out of a variant's means: cold ones, or those without a list in its run. */
export function leftOutOf(variant: Variant, view: TrainingView): Uint8Array | undefined {
  const cold = variant.candidates.coldUsers === 'exclude' ? coldUsersOf(view) : undefined;
  const run = runOf(variant);
  if (run?.policy.missingUsers !== 'exclude') return cold;
  const bound = view.foreignRuns?.bound(run.sha256, run.policy, view.dataset);
  if (!bound) throw new RankLabError('INTERNAL', 'A run is asked for its users before its lists');
  const missing = missingUsersOf(bound);
  return cold ? missing.map((flag, user) => flag | cold[user]) : missing;
}

/** The first `length` positions of every list; the run itself where it is no longer than that. */
export function cutRun(run: Run, length: number): Run {
  if (run.length <= length) return run;
  const count = run.users.length;
  const items = new Int32Array(count * length);
  const scores = new Float64Array(count * length);
  for (let u = 0; u < count; u++) {
    items.set(run.items.subarray(u * run.length, u * run.length + length), u * length);
    scores.set(run.scores.subarray(u * run.length, u * run.length + length), u * length);
  }
  return { users: run.users, length, counts: run.counts.map((n) => Math.min(n, length)), items, scores };
}
