import type { TaskContext } from '#engine/ports';
import { identifier, loadName, tableName } from './identifiers';
import { onEachPart } from './partitions';
import type { PostgresServer } from './postgres-server';
import type { CollectionPlan } from './collection-plan';

const pollMs = 500;

/** Builds the index of a loaded table, where its type has one, and collects the statistics that the planner needs. */
export async function createIndex(server: PostgresServer, plan: CollectionPlan, context: TaskContext): Promise<void> {
  const load = tableName(plan.schema, loadName(plan.name));
  const { method, column, operators, names, efConstruction } = plan;
  if (method) {
    const options =
      method.name === 'hnsw'
        ? `m = ${method.links}, ef_construction = ${Math.max(efConstruction, 2 * method.links)}`
        : `lists = ${method.lists}`;
    const sql = (table: string, part: string): string => `create index if not exists ${identifier(`${part}_index`)} on ${table}
      using ${identifier(names[method.name])} (embedding ${column}_${operators}) with (${options})`;
    const watch = setInterval(() => void reportProgress(server, load, context), pollMs);
    try {
      await onEachPart(server, plan, sql, context);
    } finally {
      clearInterval(watch);
    }
  }
  await onEachPart(server, plan, (table) => `analyze ${table}`, context);
}

async function reportProgress(server: PostgresServer, load: string, context: TaskContext): Promise<void> {
  // Servers without this view build without a percentage.
  const rows = await server
    .query<{ done: string; total: string }>(
      'select tuples_done::text as done, tuples_total::text as total from pg_stat_progress_create_index where relid = $1::regclass',
      [load],
      { patienceMs: 0 },
    )
    .catch(() => []);
  const [done, total] = [Number(rows[0]?.done), Number(rows[0]?.total)];
  if (total > 0) context.report?.(Math.min(1, done / total), 'building the index in PostgreSQL');
}
