import { RankLabError } from '#shared/errors';
import type { RunPolicy } from '#shared/schemas/foreign-run';
import type { CandidateSettings } from '#shared/schemas/variant';
import { Fusion } from '../candidates/fuse';
import { Vocabulary } from '../core/containers/vocabulary';
import { throwIfCancelled } from '../core/cancellation';
import type { BoundRun, ForeignRun } from '../model/foreign-run';
import type { TaskContext } from '../ports';
import { bindRun } from '../runs/bind-run';
import { rowOfId } from '../runs/row-of-id';

interface FuseRunsSettings {
  readonly merge: CandidateSettings['merge'];
  /** Aligned with the runs; absent: 1 each. */
  readonly weights?: readonly number[];
  readonly policy: RunPolicy;
  /** Entries of a fused list. */
  readonly depth: number;
}

/** One line of a fused run. */
export interface FusedEntry {
  readonly user: string;
  readonly item: string;
  /** From 1. */
  readonly rank: number;
  readonly score: number;
}

/** Most runs in one fusion: bits of a source mask. */
const mostRuns = 30;

/**
 * One list per user of any of the runs, users in ascending order; equal scores by ascending id.
 * @throws INVALID_ARGUMENT for a wrong number of runs or weights, an unknown method, or where the policy rejects a run's contents; CANCELLED.
 */
export async function* fuseRuns(
  runs: readonly ForeignRun[],
  { merge, weights = runs.map(() => 1), policy, depth }: FuseRunsSettings,
  context?: TaskContext,
): AsyncGenerator<FusedEntry> {
  if (runs.length < 2 || runs.length > mostRuns) {
    throw new RankLabError('INVALID_ARGUMENT', `A fusion takes 2 to ${mostRuns} runs, not ${runs.length}`, { place: 'runs' });
  }
  if (weights.length !== runs.length) {
    throw new RankLabError('INVALID_ARGUMENT', `${runs.length} runs need ${runs.length} weights, not ${weights.length}`, {
      place: 'weights',
    });
  }
  const ids = { users: { ids: idsOf('user', runs, 'users') }, items: { ids: idsOf('item', runs, 'items') } };
  const bound = runs.map((run) => bindRun(run, ids, policy));
  const fusion = new Fusion(ids.items.ids.size, merge, depth);
  const names = runs.map(({ file }) => file);
  for (const [userRow, user] of ids.users.ids.ids.entries()) {
    const { count, items, scores } = fusion.fuse(
      bound.map((run) => listOf(run, userRow)),
      names,
      weights,
    );
    for (let i = 0; i < count; i++) yield { user, item: ids.items.ids.ids[items[i]], rank: i + 1, score: scores[i] };
    if (userRow % 256 > 0) continue;
    context?.report?.(userRow / ids.users.ids.size, 'fusing');
    throwIfCancelled(context);
    await context?.yieldToEventLoop?.();
  }
}

function listOf({ listOfUser, offsets, items, scores }: BoundRun, userRow: number) {
  const list = listOfUser[userRow];
  const [from, to] = list < 0 ? [0, 0] : [offsets[list], offsets[list + 1]];
  return { items: items.subarray(from, to), scores: scores.subarray(from, to) };
}

/** TREC files encode what they cannot hold: ids with a percent sign are added last, so that those that another file has as they stand are the same. */
function idsOf(noun: string, runs: readonly ForeignRun[], what: 'users' | 'items'): Vocabulary<string, number> {
  const ids = runs.flatMap((run) => run[what]);
  const found = new Vocabulary<string, number>(
    noun,
    ids.filter((id) => !id.includes('%')),
  );
  for (const id of ids) if (id.includes('%') && rowOfId(found, id) < 0) found.add(id);
  return new Vocabulary<string, number>(noun, [...found.ids].sort());
}
