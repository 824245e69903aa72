import type { ExperimentConfig } from '#shared/schemas/experiment';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import type { Run } from '../../model/run';
import type { TaskContext } from '../../ports';
import type { EvaluationBench } from '../evaluation-bench';

/** One variant's lists, with the ones that are fallbacks. Lists say everything: whatever is measured is measured on the merged ones. */
export interface VariantLists {
  readonly run: Run;
  /** By list, 1 for a fallback of content and popularity. */
  readonly fallbacks: Uint8Array;
}

/** The lists of every variant on the bench, as `measure` would make them. @throws CANCELLED */
export async function listsOfVariants(
  bench: EvaluationBench,
  specs: readonly MetricSpec[],
  { variants, scoreTies, seed }: Pick<ExperimentConfig, 'variants' | 'scoreTies' | 'seed'>,
  quick: boolean,
  context?: TaskContext,
): Promise<VariantLists[]> {
  const made: VariantLists[] = [];
  for (const [v, variant] of variants.entries()) {
    throwIfCancelled(context);
    const part = subtask(context, v / variants.length, (v + 1) / variants.length);
    const run = await bench.lists(variant, specs, { scoreTies, seed, quick }, part);
    made.push({ run, fallbacks: bench.fallbacksOf(variant) ?? new Uint8Array(run.users.length) });
  }
  return made;
}

/**
 * Runs of different users as one. @param runs lists as deep as their own ties reach; @param users of all of them, ascending.
 * @returns lists in the order of `users`, as long as the longest run's.
 */
export function joinRuns(runs: readonly Run[], users: Int32Array): Run {
  const length = runs.reduce((longest, run) => Math.max(longest, run.length), 1);
  const counts = new Int32Array(users.length);
  const items = new Int32Array(users.length * length).fill(-1);
  const scores = new Float64Array(users.length * length);
  const placeOf = placesOf(users);
  for (const run of runs) {
    for (const [u, user] of run.users.entries()) {
      const place = placeOf(user);
      const from = u * run.length;
      counts[place] = run.counts[u];
      items.set(run.items.subarray(from, from + run.counts[u]), place * length);
      scores.set(run.scores.subarray(from, from + run.counts[u]), place * length);
    }
  }
  return { users, length, counts, items, scores };
}

/** One value per user, in the order of `users`. @param parts users with their values. */
export function joinFlags(parts: readonly { readonly users: Int32Array; readonly flags: Uint8Array }[], users: Int32Array): Uint8Array {
  const joined = new Uint8Array(users.length);
  const placeOf = placesOf(users);
  for (const part of parts) part.users.forEach((user, u) => (joined[placeOf(user)] = part.flags[u]));
  return joined;
}

/** Contributions in the layout of the joined run: entry p has contribution s at `p * signalCount + s`. */
export function joinContributions(
  parts: readonly { readonly run: Run; readonly contributions: Float64Array }[],
  joined: Run,
  signalCount: number,
): Float64Array {
  const contributions = new Float64Array(joined.items.length * signalCount);
  const placeOf = placesOf(joined.users);
  for (const { run, contributions: own } of parts) {
    for (const [u, user] of run.users.entries()) {
      const from = u * run.length * signalCount;
      contributions.set(own.subarray(from, from + run.counts[u] * signalCount), placeOf(user) * joined.length * signalCount);
    }
  }
  return contributions;
}

/** The place of a user row in ascending rows, all of which are asked for in any order. */
function placesOf(users: Int32Array): (user: number) => number {
  const places = new Int32Array((users.at(-1) ?? -1) + 1);
  users.forEach((user, place) => (places[user] = place));
  return (user) => places[user];
}
