import type { CandidatePool, ScoredItems } from '../../model/candidates';
import type { CandidateRequest, TrainingView } from '../../model/training-view';
import type { TaskContext } from '../../ports';
import type { Fusion } from '../fuse';
import { prepareSource } from '../prepared';

/** Fallback sources, in this order, for requests on which no chosen source has data. */
const FALLBACK_SOURCES = ['content', 'popular'];

const coldMasks = new WeakMap<TrainingView, Uint8Array>();

/** By user row, 1 for users without a history. */
export function coldUsersOf(view: TrainingView): Uint8Array {
  const known = coldMasks.get(view);
  if (known) return known;
  const { offsets, rows } = view.interactions;
  const mask = Uint8Array.from({ length: view.dataset.users.ids.size }, (_, user) =>
    user < rows && (offsets[user + 1] ?? 0) > (offsets[user] ?? 0) ? 0 : 1,
  );
  coldMasks.set(view, mask);
  return mask;
}

/** The policy `fallback` for cold users: fills empty pools from content and popularity. */
export async function fillFromFallback(
  view: TrainingView,
  requests: readonly CandidateRequest[],
  pools: CandidatePool[],
  sourceIds: readonly string[],
  fusion: Fusion,
  context?: TaskContext,
): Promise<void> {
  const empty = pools.flatMap(({ count }, r) => (count === 0 ? [r] : []));
  if (empty.length === 0) return;
  const lists: ScoredItems[][] = [];
  for (const id of FALLBACK_SOURCES) {
    const source = await prepareSource(view, id, {}, id, context);
    lists.push(
      await source.retrieve(
        empty.map((r) => requests[r]),
        fusion.poolSize,
        context,
      ),
    );
  }
  // The requested sources keep their bits; those of the fallback follow.
  const nothing = sourceIds.map((): ScoredItems => ({ items: new Int32Array(0), scores: new Float64Array(0) }));
  empty.forEach((r, e) => {
    const pool = fusion.fuse([...nothing, ...lists.map((list) => list[e])], [...sourceIds, ...FALLBACK_SOURCES]);
    pools[r] = { ...pool, isFallback: true };
  });
}
