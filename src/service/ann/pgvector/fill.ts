import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { CollectionsTable } from './collections-table';
import { createIndex } from './create-index';
import { copyRows } from './copy-rows';
import { identifier, loadName, tableName } from './identifiers';
import { createLoadTable, dropPart, dropTable, preparePartitions } from './partitions';
import type { PostgresServer } from './postgres-server';
import { copyBytes, rowsFingerprint } from './row-bytes';
import type { CollectionPlan } from './collection-plan';

/** The vectors of a collection: n × dimensions, and an id for each. */
interface Contents {
  readonly ids: Int32Array;
  readonly vectors: Float32Array;
}

const chunkBytes = 2 << 20;
const claimMs = 10_000;
const waitMs = 500;

/**
 * Loads a collection into a table of its own, checks every row, builds the index and gives the table its name: a search never sees a collection in
 * part. Each piece is one statement, so that a load that was interrupted, by either side, continues where it stopped.
 */
export async function fillCollection(
  server: PostgresServer,
  plan: CollectionPlan,
  contents: Contents,
  context?: TaskContext,
): Promise<void> {
  const collections = new CollectionsTable(server);
  await collections.prepare();
  await collections.enter(plan);
  const loader = randomUUID();
  for (;;) {
    if (await collections.lease(plan.name)) return;
    if (await collections.claim(plan.name, loader)) break;
    context?.report?.(0, 'waiting for another session that loads the same vectors');
    await sleep(waitMs);
    throwIfCancelled(context);
  }
  const keepClaim = setInterval(() => void collections.claim(plan.name, loader).catch(() => {}), claimMs);
  try {
    await loadChecked(server, plan, contents, subtask(context, 0, 0.5));
    await createIndex(server, plan, subtask(context, 0.5, 1));
    await swap(server, plan, collections);
  } finally {
    clearInterval(keepClaim);
    await collections.unclaim(plan.name, loader).catch(() => {});
  }
  // A convenience for the server: the build has succeeded.
  await collections.dropExpired().catch(() => []);
}

async function loadChecked(server: PostgresServer, plan: CollectionPlan, contents: Contents, context: TaskContext): Promise<void> {
  const order = Int32Array.from(contents.ids.keys()).sort((a, b) => (contents.ids[a] ?? 0) - (contents.ids[b] ?? 0));
  const rows = Math.max(1, Math.floor(chunkBytes / (plan.dimensions * 4 + 32)));
  const chunks = Array.from({ length: Math.ceil(order.length / rows) }, (_, i) => order.subarray(i * rows, (i + 1) * rows));
  const load = tableName(plan.schema, loadName(plan.name));
  const { column, dimensions } = plan;
  await preparePartitions(server, plan);
  await createLoadTable(server, plan, context);
  for (const [i, chunk] of chunks.entries()) {
    context.report?.(i / chunks.length, `${formatCount(i * rows)} of ${formatCount(order.length)} vectors loaded`);
    const [before, last] = [chunks[i - 1]?.at(-1), chunk.at(-1)].map((position) =>
      position === undefined ? null : contents.ids[position],
    );
    const isOurs = await server.transaction(
      async ({ query, client }) => {
        // After an interruption it is unknown whether the piece arrived.
        const [stored] = await query<{ highest: number | null }>(`select max(id) as highest from ${load}`);
        if ((stored?.highest ?? -Infinity) >= (last ?? 0)) return true;
        if (stored?.highest !== before) return false;
        const bytes = copyBytes(chunk, contents.ids, contents.vectors, dimensions, column);
        await copyRows(client, `copy ${load} (id, embedding) from stdin (format binary)`, bytes);
        return true;
      },
      { context, timeoutMs: 0 },
    );
    if (!isOurs) {
      await discard(server, plan);
      throw changedUnderneath(server, plan);
    }
  }
  for (const chunk of chunks) {
    const [first, last] = [chunk.at(0) ?? 0, chunk.at(-1) ?? 0].map((position) => contents.ids[position] ?? 0);
    const [there] = await server.query<{ sha256: string | null }>(
      `select encode(sha256(string_agg(int4send(id) || ${column}_send(embedding), ''::bytea order by id)), 'hex') as sha256
       from ${load} where id between $1 and $2`,
      [first, last],
      { context, timeoutMs: 0 },
    );
    if (there?.sha256 !== rowsFingerprint(chunk, contents.ids, contents.vectors, dimensions, column)) {
      await discard(server, plan);
      throw changedUnderneath(server, plan);
    }
  }
  const [stored] = await server.query<{ count: string }>(`select count(*)::text as count from ${load}`);
  if (Number(stored?.count) !== order.length) throw changedUnderneath(server, plan);
}

async function discard(server: PostgresServer, plan: CollectionPlan): Promise<void> {
  await server.transaction((transaction) => dropTable(transaction, plan));
  for (const part of plan.partitions.keys()) await dropPart(server, plan, part);
}

async function swap(server: PostgresServer, plan: CollectionPlan, collections: CollectionsTable): Promise<void> {
  await server.transaction(async (transaction) => {
    const { query } = transaction;
    const load = tableName(plan.schema, loadName(plan.name));
    const [there] = await query<{ found: string | null }>('select to_regclass($1)::text as found', [load]);
    if (there?.found != null) {
      await query(`drop table if exists ${tableName(plan.schema, plan.name)}`);
      await query(`alter table ${load} rename to ${identifier(plan.name)}`);
    }
    await collections.complete(transaction, plan.name);
  });
}

const changedUnderneath = (server: PostgresServer, { name }: CollectionPlan): RankLabError =>
  new RankLabError('INDEX_FAILED', `PostgreSQL at ${server.place} does not hold the vectors that were loaded into ${name}`, {
    place: 'index.backend',
    remedy: 'Build again; if it happens again, look for another program that writes into the schema',
  });
