import type { AnnAttachment } from '#engine/ann/port';
import type { AttachedTable } from '#shared/schemas/index-engine';
import { unreported } from '../engines/attachment-steps';
import { inspectTable } from './attached-table';
import { identifier } from './identifiers';
import { PgvectorCollection } from './pgvector-collection';
import type { PgvectorParams } from './pgvector-params';
import type { PostgresServer } from './postgres-server';
import { operatorFor, scoreFor, type SearchTarget } from './search-target';

/**
 * A table that exists, read-only. Its dimension, its metric, its ids and a sample of its vectors are compared with those of the workspace first.
 * @throws NOT_FOUND, CONFLICT naming the table and the difference.
 */
export async function attachTable(
  server: PostgresServer,
  table: AttachedTable,
  request: AnnAttachment,
  { efSearch, nprobe }: PgvectorParams,
  engine: string,
): Promise<PgvectorCollection> {
  const { metric, dimensions } = request.settings;
  const found = await inspectTable(server, table, request, unreported);
  const rows = new Map(request.ids.map((id, row) => [id, row]));
  const operator = operatorFor[metric];
  const target: SearchTarget = {
    table: found.quoted,
    idColumn: identifier(table.idColumn),
    vectorColumn: identifier(table.vectorColumn),
    idType: found.idType,
    operator,
    scoreOf: scoreFor(operator),
    idOf: (row) => request.ids[row] ?? '',
    rowOf: (id) => rows.get(id),
    unitQueries: false,
    hasForeignRows: true,
    preamble: 'set transaction read only',
  };
  const [size] = await server.query<{ bytes: string }>('select pg_total_relation_size($1::regclass)::text as bytes', [found.quoted]);
  const ids = Int32Array.from(request.ids.keys());
  const plan = {
    dimensions,
    column: found.column,
    method: found.method,
    names: server.access.connection.names,
    count: ids.length,
    description: `${engine} · attached ${table.table} · ${found.method ? found.method.name : 'no index'} · ${metric}`,
    manifest: { format: 'ranklab-attached', version: 1, engine, table: table.table, count: ids.length, metric, dimensions },
  };
  return new PgvectorCollection(server, plan, target, ids, Number(size?.bytes ?? 0), { efSearch, nprobe }, () => {});
}
