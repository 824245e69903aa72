import type { TaskContext } from '#engine/ports';
import { sqlText } from '#shared/sql-text';
import type { CollectionPlan } from './collection-plan';
import { identifier, loadName, tableName } from './identifiers';
import type { CallOptions, PostgresServer, Transaction } from './postgres-server';

type Divided = Pick<CollectionPlan, 'schema' | 'name' | 'partitions'>;

// Collections over several servers: a table here, hash-partitioned by id, whose partitions are foreign tables (postgres_fdw) of the servers that the
// connection named when it was loaded. The tables and indexes there are made through dblink, which reads the same user mappings.

/** A statement on a foreign server, as a statement here. */
const there = (shard: string, sql: string): string => `select dblink_exec(${sqlText(shard)}, ${sqlText(sql)})`;

/** A part on its server, and the foreign table for it: one of the servers may be this one. */
const partitionName = (name: string, part: number): string => `${name}_${part}`;
const foreignName = (name: string, part: number): string => `${partitionName(name, part)}_foreign`;

/**
 * Extensions and schema on the foreign servers. Not in one transaction with the same statements here: one of the servers may be this one, and would wait
 * for itself.
 */
export async function preparePartitions(server: PostgresServer, { partitions, schema }: Divided): Promise<void> {
  if (partitions.length === 0) return;
  await server.query('create extension if not exists postgres_fdw');
  await server.query('create extension if not exists dblink');
  for (const shard of partitions)
    await server.query(there(shard, `create extension if not exists vector; create schema if not exists ${identifier(schema)}`));
}

/** The empty table of a collection that is loaded; one that an interrupted load began is kept. */
export async function createLoadTable(server: PostgresServer, plan: CollectionPlan, context: TaskContext): Promise<void> {
  const { schema, name, partitions, column, dimensions } = plan;
  const load = tableName(schema, loadName(name));
  const columns = `id integer not null, embedding ${column}(${dimensions}) not null`;
  if (partitions.length === 0) {
    await server.query(`create table if not exists ${load} (${columns}, primary key (id))`, [], { context });
    return;
  }
  await server.transaction(
    async ({ query }) => {
      await query(`create table if not exists ${load} (${columns}) partition by hash (id)`);
      for (const [part, shard] of partitions.entries()) {
        const [table, bounds] = [partitionName(name, part), `modulus ${partitions.length}, remainder ${part}`];
        await query(there(shard, `create table if not exists ${tableName(schema, table)} (${columns}, primary key (id))`));
        await query(`create foreign table if not exists ${tableName(schema, foreignName(name, part))} partition of ${load} for values with (${bounds})
          server ${identifier(shard)} options (schema_name ${sqlText(schema)}, table_name ${sqlText(table)}, batch_size '1000')`);
      }
    },
    { context },
  );
}

/** Runs `statement` for the table of a collection, or on each foreign server for the part that it holds. */
export async function onEachPart(
  server: PostgresServer,
  plan: Divided,
  statement: (table: string, part: string) => string,
  context?: TaskContext,
): Promise<void> {
  const { schema, name, partitions } = plan;
  if (partitions.length === 0) {
    await server.query(statement(tableName(schema, loadName(name)), name), [], { context, timeoutMs: 0 });
    return;
  }
  // Each connection runs one statement at a time, so the servers work at the same time.
  await Promise.all(
    partitions.map((shard, part) => {
      const table = partitionName(name, part);
      return server.query(there(shard, statement(tableName(schema, table), table)), [], { context, timeoutMs: 0 });
    }),
  );
}

/** Drops the table of a collection, and with it the foreign tables; the parts on the foreign servers stay. */
export async function dropTable({ query }: Transaction, { schema, name }: Pick<Divided, 'schema' | 'name'>): Promise<void> {
  await query(`drop table if exists ${tableName(schema, name)}, ${tableName(schema, loadName(name))}`);
}

/** Drops one part. Only after the table is gone and that is committed: what dblink runs is committed at once and cannot be rolled back. */
export async function dropPart(
  server: PostgresServer,
  { schema, name, partitions }: Divided,
  part: number,
  options?: CallOptions,
): Promise<void> {
  await server.query(there(partitions[part] ?? '', `drop table if exists ${tableName(schema, partitionName(name, part))}`), [], options);
}

/** Bytes of a collection with its indexes, on all servers. */
export async function bytesOf(server: PostgresServer, { schema, name, partitions }: Divided): Promise<number> {
  const size = (table: string): string => `select pg_total_relation_size(${sqlText(tableName(schema, table))}::regclass)`;
  const parts =
    partitions.length === 0
      ? [size(name)]
      : partitions.map(
          (shard, part) => `select bytes from dblink(${sqlText(shard)}, ${sqlText(size(partitionName(name, part)))}) as part(bytes bigint)`,
        );
  const rows = await server.query<{ bytes: string }>(
    `select sum(bytes)::text as bytes from (${parts.join(' union all ')}) as parts(bytes)`,
  );
  return Number(rows[0]?.bytes ?? 0);
}
