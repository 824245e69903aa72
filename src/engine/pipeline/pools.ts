import type { CandidateSettings } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../core/cancellation';
import { retrieveCandidates } from '../candidates/merge';
import type { CandidatePool } from '../model/candidates';
import type { CandidateRequest, TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { SignalRequest } from '../rerank/port';
import { userProfile, videoProfile, unit } from '../rerank/profiles';
import { seenItems } from './training-view';

/** Pools with their requests, ready for signals. */
export interface RequestedPools {
  readonly pools: readonly CandidatePool[];
  readonly requests: readonly SignalRequest[];
}

const none = new Int32Array(0);

/** Users per retrieval block: enough for blocked kernels, few enough to yield often. */
const batchSize = 128;

/** Pools of many users, seen items removed before the pool is cut. */
export async function candidatesOfUsers(
  view: TrainingView,
  userRows: Int32Array,
  settings: CandidateSettings,
  context?: TaskContext,
): Promise<CandidatePool[]> {
  const pools: CandidatePool[] = [];
  for (let from = 0; from < userRows.length; from += batchSize) {
    throwIfCancelled(context);
    const batch = userRows.subarray(from, from + batchSize);
    const candidateRequests: CandidateRequest[] = Array.from(batch, (userRow) => ({
      userRow,
      exclude: settings.removeSeen ? seenItems(view, userRow) : none,
    }));
    pools.push(
      ...(await retrieveCandidates(
        view,
        candidateRequests,
        settings,
        subtask(context, from / userRows.length, (from + batch.length) / userRows.length),
      )),
    );
    context?.report?.(pools.length / userRows.length, 'candidates');
    await context?.yieldToEventLoop?.();
  }
  return pools;
}

/** The same with their requests. */
export async function poolsOfUsers(
  view: TrainingView,
  userRows: Int32Array,
  settings: CandidateSettings,
  context?: TaskContext,
): Promise<RequestedPools> {
  const pools = await candidatesOfUsers(view, userRows, settings, context);
  const requests = Array.from(userRows, (userRow): SignalRequest => ({
    userRow,
    videoRow: undefined,
    profile: userProfile(view, userRow),
  }));
  return { pools, requests };
}

/** The target of a list. */
export type ListContext = { readonly userRow: number } | { readonly queryText: string } | { readonly videoRow: number };

/** The pool of one user, query or seed video; `exclude` are item rows in any order. */
export async function poolOf(
  view: TrainingView,
  target: ListContext,
  settings: CandidateSettings,
  exclude: Iterable<number>,
): Promise<RequestedPools> {
  const excluded = new Set(exclude);
  const seen = 'userRow' in target && settings.removeSeen ? seenItems(view, target.userRow) : none;
  if ('videoRow' in target) excluded.add(target.videoRow);
  // Rows of a CSR matrix are ascending already.
  if (excluded.size > 0) for (const item of seen) excluded.add(item);
  const pools = await retrieveCandidates(
    view,
    [{ ...target, exclude: excluded.size > 0 ? Int32Array.from(excluded).sort() : seen }],
    settings,
  );
  return { pools, requests: [await signalRequest(view, target)] };
}

async function signalRequest(view: TrainingView, target: ListContext): Promise<SignalRequest> {
  if ('userRow' in target) return { userRow: target.userRow, videoRow: undefined, profile: userProfile(view, target.userRow) };
  if ('videoRow' in target) return { userRow: undefined, videoRow: target.videoRow, profile: videoProfile(view, target.videoRow) };
  const vector = await view.embedQuery?.(target.queryText);
  return { userRow: undefined, videoRow: undefined, profile: vector && unit(Float32Array.from(vector)) };
}
