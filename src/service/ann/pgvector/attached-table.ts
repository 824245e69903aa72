import type { AnnAttachment, AnnMetric } from '#engine/ann/port';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { AttachedTable } from '#shared/schemas/index-engine';
import type { Step } from '../engines/attachment-steps';
import { sameVector, sampleOf, vectorOf } from '../engines/vector-sample';
import type { CollectionType } from './collection-type';
import { identifier } from './identifiers';
import type { PostgresServer } from './postgres-server';

/** Largest difference of a number, relative to the length of its vector; 16-bit numbers have 11 significant bits. */
const tolerance = { vector: 1e-4, halfvec: 2e-3 };
const operatorClass: Record<AnnMetric, string> = { 'inner-product': 'ip_ops', l2: 'l2_ops', cosine: 'cosine_ops' };

interface TableColumns {
  readonly quoted: string;
  readonly idType: string;
  readonly column: CollectionType['column'];
}

interface FoundTable extends TableColumns {
  readonly method: CollectionType['method'];
}

/** Compares a table with the vectors of a workspace. @throws NOT_FOUND, CONFLICT naming the table and the first difference. */
export async function inspectTable(server: PostgresServer, table: AttachedTable, request: AnnAttachment, step: Step): Promise<FoundTable> {
  const { metric, dimensions } = request.settings;
  await step('metric', async () => {
    if (table.metric !== metric) throw differs(server, table, `is attached for ${table.metric}, but the index is asked for ${metric}`);
    return { detail: metric };
  });
  const found = await step('dimensions', () => describeTable(server, table, dimensions));
  const { method } = await step('index', () => indexMethod(server, table, found.quoted, found.column));
  await step('videos', () => compareIds(server, table, found, request));
  await step('sample', () => compareSample(server, table, found, request));
  return { ...found, method };
}

async function describeTable(
  server: PostgresServer,
  table: AttachedTable,
  dimensions: number,
): Promise<TableColumns & { readonly detail: string }> {
  const quoted = table.table.split('.').map(identifier).join('.');
  const columns = await server.query<{ name: string; type: string; kind: string; size: number }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, typname as kind, atttypmod as size
     from pg_attribute join pg_type on pg_type.oid = atttypid
     where attrelid = to_regclass($1) and attname in ($2, $3) and not attisdropped`,
    [quoted, table.idColumn, table.vectorColumn],
  );
  const id = columns.find(({ name }) => name === table.idColumn);
  const vector = columns.find(({ name }) => name === table.vectorColumn);
  if (!id || !vector) {
    const missing = columns.length === 0 ? 'does not exist' : `has no column ${id ? table.vectorColumn : table.idColumn}`;
    throw new RankLabError('NOT_FOUND', `The table ${table.table} of PostgreSQL at ${server.place} ${missing}`, {
      place: 'pgvector.attached',
      value: table.table,
      remedy: 'Correct the attached table in the connection',
    });
  }
  if (vector.kind !== 'vector' && vector.kind !== 'halfvec')
    throw differs(server, table, `has ${vector.kind} in ${table.vectorColumn}, not vectors`);
  if (vector.size > 0 && vector.size !== dimensions)
    throw differs(server, table, `has ${vector.size} dimensions, the vectors of the workspace ${dimensions}`);
  return { quoted, idType: id.type, column: vector.kind, detail: `${dimensions}, ids as ${id.type}, vectors as ${vector.type}` };
}

/** The index over the vectors; undefined if there is none. @throws CONFLICT if there are only indexes for other metrics. */
async function indexMethod(
  server: PostgresServer,
  table: AttachedTable,
  quoted: string,
  kind: string,
): Promise<Pick<FoundTable, 'method'> & { readonly detail: string }> {
  const { names } = server.access.connection;
  const indexes = await server.query<{ method: string; operators: string; options: string[] | null }>(
    `select amname as method, opcname as operators, index.reloptions as options
     from pg_index join pg_class as index on index.oid = indexrelid join pg_am on pg_am.oid = index.relam
     join pg_opclass on pg_opclass.oid = indclass[0] join pg_attribute on attrelid = indrelid and attnum = indkey[0]
     where indrelid = to_regclass($1) and attname = $2 and amname in ($3, $4) and indisvalid`,
    [quoted, table.vectorColumn, names.hnsw, names.ivfflat],
  );
  const index = indexes.find(({ operators }) => operators === `${kind}_${operatorClass[table.metric]}`);
  if (!index && indexes.length > 0)
    throw differs(server, table, `has an index for ${indexes.map(({ operators }) => operators).join(', ')}, none for ${table.metric}`);
  if (!index) return { method: undefined, detail: 'none: every row is compared' };
  const option = (name: string): number => Number((index.options ?? []).find((text) => text.startsWith(`${name}=`))?.split('=')[1]);
  const method =
    index.method === names.hnsw
      ? { name: 'hnsw' as const, links: option('m') || 16 }
      : { name: 'ivfflat' as const, lists: option('lists') || 100 };
  return { method, detail: `${index.method}, ${index.operators}` };
}

async function compareIds(
  server: PostgresServer,
  table: AttachedTable,
  { quoted, idType }: TableColumns,
  { ids }: AnnAttachment,
): Promise<{ readonly detail: string }> {
  const column = identifier(table.idColumn);
  const [counts] = await server.query<{ rows: string; distinct: string }>(
    `select count(*)::text as rows, count(distinct ${column})::text as distinct from ${quoted}
     where ${column} = any($1::${idType}[]) and ${identifier(table.vectorColumn)} is not null`,
    [ids],
    { timeoutMs: 0 },
  );
  if (counts?.rows !== counts?.distinct) throw differs(server, table, `has several rows for one id in ${table.idColumn}`);
  const present = Number(counts?.distinct);
  if (present === ids.length) return { detail: `all ${formatCount(present)} of the workspace, each once` };
  throw differs(server, table, `holds ${formatCount(present)} of the ${formatCount(ids.length)} videos of the workspace`);
}

async function compareSample(
  server: PostgresServer,
  table: AttachedTable,
  found: TableColumns,
  request: AnnAttachment,
): Promise<{ readonly detail: string }> {
  const { ids, settings } = request;
  const sample = sampleOf(ids);
  const stored = await server.query<{ id: string; vector: string }>(
    `select ${identifier(table.idColumn)}::text as id, ${identifier(table.vectorColumn)}::text as vector from ${found.quoted}
     where ${identifier(table.idColumn)} = any($1::${found.idType}[])`,
    [sample.map(({ id }) => id)],
  );
  const byId = new Map(stored.map(({ id, vector }) => [id, Float32Array.from(JSON.parse(vector) as number[])]));
  const { dimensions, metric } = settings;
  for (const { id, row } of sample) {
    const theirs = byId.get(id) ?? new Float32Array(0);
    if (theirs.length !== dimensions)
      throw differs(server, table, `has ${theirs.length} dimensions, the vectors of the workspace ${dimensions}`);
    if (!sameVector(vectorOf(request, row), theirs, metric, tolerance[found.column]))
      throw differs(server, table, `has another vector for “${id}” than the workspace`);
  }
  return { detail: `${formatCount(sample.length)} vectors are equal` };
}

const differs = (server: PostgresServer, { table }: AttachedTable, difference: string): RankLabError =>
  new RankLabError('CONFLICT', `The table ${table} of PostgreSQL at ${server.place} ${difference}`, {
    place: 'pgvector.attached',
    value: table,
    remedy: 'Bring table and workspace into agreement, or remove the attachment so that RankLab fills a collection',
  });
