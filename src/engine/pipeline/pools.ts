import type { CandidateSettings } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../core/cancellation';
import { retrieveCandidates, retrieveLists, type SourceLists } from '../candidates/merge';
import type { CandidatePool, ScoredItems } from '../model/candidates';
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

/** Works on `batchSize` users at a time; `work` gets their requests and the index of the first. */
async function inBatches(
  view: TrainingView,
  userRows: Int32Array,
  { removeSeen }: CandidateSettings,
  context: TaskContext | undefined,
  work: (requests: CandidateRequest[], from: number, progress: TaskContext | undefined) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < userRows.length; from += batchSize) {
    throwIfCancelled(context);
    const batch = userRows.subarray(from, from + batchSize);
    const requests = Array.from(batch, (userRow): CandidateRequest => ({ userRow, exclude: removeSeen ? seenItems(view, userRow) : none }));
    const done = (from + batch.length) / userRows.length;
    await work(requests, from, subtask(context, from / userRows.length, done));
    context?.report?.(done, 'candidates');
    await context?.yieldToEventLoop?.();
  }
}

/** Every source's lists of many users, seen items removed before they are cut. */
export async function listsOfUsers(
  view: TrainingView,
  userRows: Int32Array,
  settings: CandidateSettings,
  context?: TaskContext,
): Promise<SourceLists> {
  const lists = settings.sources.map((): ScoredItems[] => []);
  await inBatches(view, userRows, settings, context, async (requests, _, progress) => {
    const found = await retrieveLists(view, requests, settings, progress);
    found.forEach((ofSource, s) => lists[s].push(...ofSource));
  });
  return lists;
}

/** Pools of many users, seen items removed before the pool is cut. @param lists the sources' lists, where they are known. */
export async function candidatesOfUsers(
  view: TrainingView,
  userRows: Int32Array,
  settings: CandidateSettings,
  context?: TaskContext,
  lists?: SourceLists,
): Promise<CandidatePool[]> {
  const pools: CandidatePool[] = [];
  await inBatches(view, userRows, settings, context, async (requests, from, progress) => {
    const known = lists?.map((ofSource) => ofSource.slice(from, from + requests.length));
    pools.push(...(await retrieveCandidates(view, requests, settings, progress, known)));
  });
  return pools;
}

/** The same with their requests. */
export async function poolsOfUsers(
  view: TrainingView,
  userRows: Int32Array,
  settings: CandidateSettings,
  context?: TaskContext,
  lists?: SourceLists,
): Promise<RequestedPools> {
  const pools = await candidatesOfUsers(view, userRows, settings, context, lists);
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
