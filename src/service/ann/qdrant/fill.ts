import { setTimeout as sleep } from 'node:timers/promises';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { halfBits } from '../engines/half-bits';
import { queryTexts } from '../engines/vector-text';
import { storedName, type CollectionPlan, type Contents } from './collection-plan';
import { isComplete, Leases, makeComplete } from './leases';
import type { QdrantServer } from './qdrant-server';

/** As 32-bit numbers; about four times as much in JSON, below the 32 MB that a server takes by default. */
const chunkBytes = 1 << 20;
const [firstPollMs, longestPollMs] = [100, 2_000];

/**
 * Loads a collection, reads every vector back, builds the graph and gives the collection its name: a search never sees a part. What an interrupted load
 * has stored is not sent again. Two sessions that load the same vectors write the same points.
 */
export async function fillCollection(server: QdrantServer, plan: CollectionPlan, contents: Contents, context?: TaskContext): Promise<void> {
  const leases = new Leases(server, plan.name);
  await leases.prepare();
  await leases.extend(plan.name, plan.details);
  if (await isComplete(server, plan)) return;
  await createCollection(server, plan, context);
  await loadChecked(server, plan, contents, subtask(context, 0, 0.6));
  if (plan.links !== undefined) await buildGraph(server, plan, subtask(context, 0.6, 1));
  await makeComplete(server, plan);
  // A convenience for the server: the build has succeeded.
  await leases.dropExpired().catch(() => []);
}

/** Without a graph while it is loaded; one that an interrupted load began is kept. */
async function createCollection(server: QdrantServer, plan: CollectionPlan, context?: TaskContext): Promise<void> {
  const path = `/collections/${storedName(plan)}`;
  if (await server.find(path, { context })) return;
  const { dimensions, metric, datatype, links, details, shards, replicas } = plan;
  const settings = {
    // Of length 1 for cosine. Qdrant would change them itself, and they could not be compared with what was sent.
    vectors: { size: dimensions, distance: metric === 'l2' ? 'Euclid' : 'Dot', datatype },
    ...(links !== undefined && { hnsw_config: { m: links, ef_construct: details.efConstruction } }),
    optimizers_config: { indexing_threshold: 0 },
    ...(shards > 1 && { shard_number: shards }),
    ...(replicas > 1 && { replication_factor: replicas }),
  };
  await server.call('PUT', path, settings, { context, timeoutMs: 0 }).catch(async (error: unknown) => {
    // Another session may have created it at the same time, or the answer to the first attempt was lost.
    if (!(await server.find(path, { context }))) throw error;
  });
}

async function loadChecked(server: QdrantServer, plan: CollectionPlan, contents: Contents, context: TaskContext): Promise<void> {
  const path = `/collections/${storedName(plan)}/points`;
  const count = contents.ids.length;
  const rows = Math.max(1, Math.floor(chunkBytes / (plan.dimensions * 4 + 8)));
  const wasEmpty = (await countOf(server, plan)) === 0;
  for (let start = 0; start < count; start += rows) {
    context.report?.(start / count, `${formatCount(start)} of ${formatCount(count)} vectors loaded`);
    throwIfCancelled(context);
    const positions = Int32Array.from({ length: Math.min(rows, count - start) }, (_, i) => start + i);
    const ids = [...positions].map((position) => contents.ids[position] ?? 0);
    const isThere = !wasEmpty && (await countOf(server, plan, ids)) === ids.length;
    if (!isThere) {
      const texts = queryTexts(contents.vectors, positions, plan.dimensions);
      const points = ids.map((id, i) => `{"id":${id},"vector":${texts[i] ?? '[]'}}`);
      await server.call('PUT', `${path}?wait=true`, `{"points":[${points.join(',')}]}`, { context, timeoutMs: 0 });
    }
    const body = { ids, with_payload: false, with_vector: true };
    const stored = await server.call<{ id: number; vector: number[] }[]>('POST', path, body, { context, timeoutMs: 0 });
    if (!holds(stored, ids, positions, plan, contents)) throw await changedUnderneath(server, plan);
  }
  if ((await countOf(server, plan)) !== count) throw await changedUnderneath(server, plan);
}

/** Points of the collection, or those of them with these ids. */
export async function countOf(server: QdrantServer, plan: Pick<CollectionPlan, 'name'>, ids?: readonly number[]): Promise<number> {
  const body = { exact: true, ...(ids && { filter: { must: [{ has_id: ids }] } }) };
  return (await server.call<{ count: number }>('POST', `/collections/${storedName(plan)}/points/count`, body, { timeoutMs: 0 })).count;
}

function holds(
  stored: readonly { readonly id: number; readonly vector: readonly number[] }[],
  ids: readonly number[],
  positions: Int32Array,
  { dimensions, datatype }: CollectionPlan,
  { vectors }: Contents,
): boolean {
  const byId = new Map(stored.map(({ id, vector }) => [id, vector]));
  const same = (a: number, b: number): boolean =>
    datatype === 'float16' ? halfBits(a) === halfBits(b) : Math.fround(a) === Math.fround(b);
  return ids.every((id, i) => {
    const vector = byId.get(id);
    const start = (positions[i] ?? 0) * dimensions;
    return vector?.length === dimensions && vector.every((value, d) => same(value, vectors[start + d] ?? NaN));
  });
}

interface CollectionState {
  readonly status: string;
  readonly optimizer_status: string | { readonly error?: string };
  readonly indexed_vectors_count?: number | null;
}

/** Turns indexing on and waits for the optimizer, which works in the background. */
async function buildGraph(server: QdrantServer, plan: CollectionPlan, context: TaskContext): Promise<void> {
  const path = `/collections/${storedName(plan)}`;
  // In kB: parts that are smaller are compared vector by vector.
  await server.call('PATCH', path, { optimizers_config: { indexing_threshold: 1 } }, { context, timeoutMs: 0 });
  let greens = 0;
  // It may still be green when the optimizer has not begun.
  for (let pollMs = firstPollMs; greens < 3; pollMs = Math.min(longestPollMs, 1.5 * pollMs)) {
    const { status, optimizer_status, indexed_vectors_count } = await server.call<CollectionState>('GET', path, undefined, { context });
    if (status === 'red' || typeof optimizer_status !== 'string') throw optimizerFailed(server, plan, optimizer_status);
    const indexed = indexed_vectors_count ?? 0;
    if (status === 'green' && indexed >= plan.count) return;
    greens = status === 'green' ? greens + 1 : 0;
    context.report?.(Math.min(1, indexed / plan.count), 'building the index in Qdrant');
    await sleep(pollMs);
    throwIfCancelled(context);
  }
}

const optimizerFailed = (server: QdrantServer, { name }: CollectionPlan, state: CollectionState['optimizer_status']): RankLabError =>
  new RankLabError(
    'INDEX_FAILED',
    `Qdrant at ${server.place} could not index ${name}: ${typeof state === 'string' ? state : (state.error ?? 'its status is red')}`,
    { place: 'index.backend', remedy: 'Look into the log of the server, then build again' },
  );

/** Deletes the stored points, which are not the vectors that were sent, so that the next build loads all of them again. */
async function changedUnderneath(server: QdrantServer, plan: CollectionPlan): Promise<RankLabError> {
  await server.call('DELETE', `/collections/${storedName(plan)}`).catch(() => undefined);
  return new RankLabError('INDEX_FAILED', `Qdrant at ${server.place} does not hold the vectors that were loaded into ${plan.name}`, {
    place: 'index.backend',
    remedy: 'Build again; if it happens again, look for another program that writes into collections of this prefix',
  });
}
