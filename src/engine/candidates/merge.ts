import { RankLabError } from '#shared/errors';
import type { CandidateSettings } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../core/cancellation';
import type { CandidatePool, ScoredItems } from '../model/candidates';
import type { CandidateRequest, TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { fillFromFallback } from './cold-start/cold-start';
import { Fusion, FusionScratch } from './fuse';
import { prepareSource, withEveryItem } from './prepared';

/** Bits of a source mask. */
const MAX_SOURCES = 30;
/** Keyed by `knownItems` of a view, so that a single list does not clear arrays of the catalogue's size. Merging is synchronous. */
const scratches = new WeakMap<Uint8Array, FusionScratch>();

/** Lists by source and request, before they are merged. */
export type SourceLists = readonly (readonly ScoredItems[])[];

const scopeOf = (view: TrainingView, { universe }: CandidateSettings): TrainingView => (universe === 'all' ? withEveryItem(view) : view);

/** The settings that the sources' lists depend on; the others say how they are merged. */
export const listSettings = ({ sources, universe, removeSeen }: CandidateSettings): unknown => [
  sources.map(({ weight: _weight, ...source }) => source),
  universe,
  removeSeen,
];

/** Every source's list of every request. @throws INVALID_ARGUMENT for unknown sources or parameters; CANCELLED. */
export async function retrieveLists(
  view: TrainingView,
  requests: readonly CandidateRequest[],
  settings: CandidateSettings,
  context?: TaskContext,
): Promise<ScoredItems[][]> {
  const { sources } = settings;
  if (sources.length > MAX_SOURCES) {
    throw new RankLabError('INVALID_ARGUMENT', `A pool can merge at most ${MAX_SOURCES} sources`, { place: 'candidates.sources' });
  }
  const scope = scopeOf(view, settings);
  const lists: ScoredItems[][] = [];
  for (const [s, { id, params, limit }] of sources.entries()) {
    // A single list has no context; if given, it receives progress and is checked for cancellation.
    const progress = context && subtask(context, s / sources.length, (s + 1) / sources.length);
    const source = await prepareSource(scope, id, params, `candidates.sources.${s}`, progress && subtask(progress, 0, 0.7));
    lists.push(await source.retrieve(requests, limit, progress && subtask(progress, 0.7, 1)));
    throwIfCancelled(context);
  }
  return lists;
}

/**
 * A pool of candidates per request: every source's list, merged by a fusion method under the sources' weights, cut to `poolSize`, ties by
 * ascending item row.
 * Excluded and unknown items are left out before any cut. Requests for which all sources return empty lists fall back to content and popularity,
 * unless the policy for cold users differs. Pools are aligned with `requests`; the caller handles `settings.removeSeen` by adding seen items to
 * `exclude`. @param given the lists, where they are known.
 * @throws INVALID_ARGUMENT for unknown sources, fusion methods or parameters; CANCELLED.
 */
export async function retrieveCandidates(
  view: TrainingView,
  requests: readonly CandidateRequest[],
  settings: CandidateSettings,
  context?: TaskContext,
  given?: SourceLists,
): Promise<CandidatePool[]> {
  const { sources, merge, poolSize } = settings;
  const lists = given ?? (await retrieveLists(view, requests, settings, context));
  const scope = scopeOf(view, settings);
  const scratch = scratches.get(scope.knownItems) ?? new FusionScratch(scope.knownItems.length);
  scratches.set(scope.knownItems, scratch);
  const fusion = new Fusion(scratch.itemCount, merge, poolSize, scratch);
  const sourceIds = sources.map(({ id }) => id);
  const weights = sources.map(({ weight = 1 }) => weight);
  const pools = requests.map((_, r) =>
    fusion.fuse(
      lists.map((list) => list[r]),
      sourceIds,
      weights,
    ),
  );
  if (settings.coldUsers === 'fallback') await fillFromFallback(scope, requests, pools, sourceIds, fusion, context);
  return pools;
}
