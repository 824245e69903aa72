import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import { subtask } from '../../core/cancellation';
import type { CandidatePool } from '../../model/candidates';
import type { Qrels } from '../../model/run';
import type { TrainingView } from '../../model/training-view';
import type { TaskContext } from '../../ports';
import { allowedByCategories, allowedByColumns } from '../../rerank/filters';
import { candidatesOfUsers } from '../pools';
import { atDepth, isSourceRanking } from '../source-ranking';
import { seenItems } from '../training-view';

/** Where a relevant item was lost, in the order of the stages; `reached` got as far as the ranking. */
export const fate = { notRelevant: 0, seen: 1, unknown: 2, notRetrieved: 3, cutByPool: 4, category: 5, column: 6, reached: 7 } as const;

/** Users whose pools are in memory at once. */
const blockSize = 512;

/**
 * The fate of every judgement, aligned with `qrels.items`. The pools are retrieved once more, this time as deep as the sources go, so
 * that an item which the pool cut off is told from one that no source found. @throws CANCELLED
 */
export async function fatesOf(
  view: TrainingView,
  qrels: Qrels,
  variant: Variant,
  depth: number,
  context?: TaskContext,
): Promise<Uint8Array> {
  const { users, offsets, items, grades } = qrels;
  const fates = new Uint8Array(items.length);
  const { removeSeen, universe } = variant.candidates;
  const { items: catalogue } = view.dataset;
  const allowed = { category: allowedByCategories(catalogue, variant.filters), column: allowedByColumns(catalogue, variant.filters) };
  for (let from = 0; from < users.length; from += blockSize) {
    const block = users.subarray(from, from + blockSize);
    const part = subtask(context, from / users.length, (from + block.length) / users.length);
    const stages = await reachOfPools(view, block, variant, depth, part);
    for (let b = 0; b < block.length; b++) {
      const seen = removeSeen ? new Set(seenItems(view, block[b])) : undefined;
      const { pool, retrieved } = stages[b];
      for (let p = offsets[from + b]; p < offsets[from + b + 1]; p++) {
        const item = items[p];
        if (!(grades[p] > 0)) continue;
        if (seen?.has(item)) fates[p] = fate.seen;
        else if (universe === 'training' && view.knownItems[item] !== 1) fates[p] = fate.unknown;
        else if (!pool.has(item)) fates[p] = retrieved.has(item) ? fate.cutByPool : fate.notRetrieved;
        else fates[p] = allowed.category?.[item] === 0 ? fate.category : allowed.column?.[item] === 0 ? fate.column : fate.reached;
      }
    }
  }
  return fates;
}

interface Reach {
  readonly pool: ReadonlySet<number>;
  /** By any source, whether the pool kept it or not. */
  readonly retrieved: ReadonlySet<number>;
}

const itemsOf = ({ items, count }: CandidatePool, most = count): Set<number> => new Set(items.subarray(0, Math.min(most, count)));

async function reachOfPools(
  view: TrainingView,
  users: Int32Array,
  variant: Variant,
  depth: number,
  context: TaskContext,
): Promise<Reach[]> {
  const { candidates } = variant;
  if (isSourceRanking(variant)) {
    // A baseline's pool is its list: nothing is retrieved beyond it.
    const pools = await candidatesOfUsers(view, users, atDepth(candidates, Math.max(depth, candidates.poolSize)), context);
    return pools.map((list) => {
      const pool = itemsOf(list);
      return { pool, retrieved: pool };
    });
  }
  const deep = await candidatesOfUsers(view, users, deepest(candidates), subtask(context, 0, 0.9));
  // The first of a deeper merge are the pool itself, except for fallbacks, whose sources go as deep as the pool asks.
  const fallbacks = [...deep.keys()].filter((u) => deep[u].isFallback === true);
  const again = await candidatesOfUsers(
    view,
    Int32Array.from(fallbacks, (u) => users[u]),
    candidates,
    subtask(context, 0.9, 1),
  );
  const exact = new Map(fallbacks.map((u, i) => [u, again[i]]));
  return deep.map((pool, u) => {
    const own = exact.get(u);
    return { pool: own ? itemsOf(own) : itemsOf(pool, candidates.poolSize), retrieved: itemsOf(pool) };
  });
}

/** A pool that keeps everything its sources find. */
const deepest = (settings: CandidateSettings): CandidateSettings => ({
  ...settings,
  poolSize: Math.max(
    settings.poolSize,
    settings.sources.reduce((sum, { limit }) => sum + limit, 0),
  ),
});
