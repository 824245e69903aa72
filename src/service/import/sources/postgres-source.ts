import type { Client } from 'pg';
import { throwIfCancelled } from '#engine/core/cancellation';
import { isRankLabError, RankLabError } from '#shared/errors';
import { registerSecret } from '../../secrets';
import { identifier, tableIdentifier, writeCsvTable } from './csv-lines';
import type { SourceAddress, SourceKind, SourceRead } from './table-source';

const batchRows = 10_000;
const connectMs = 10_000;
const cancelCheckMs = 100;

/** A PostgreSQL server: one read-only transaction of one snapshot, read through a cursor. */
export const postgresSource: SourceKind = {
  schemes: ['postgres', 'postgresql'],
  label: 'PostgreSQL',
  isFile: false,
  example: 'postgres://user@host:5432/database?table=schema.events',
  async write(address, target, files, read) {
    const client = await connected(address);
    const watch = setInterval(() => read.context.signal?.aborted && destroy(client), cancelCheckMs);
    try {
      await client.query('begin transaction isolation level repeatable read read only');
      await client.query("set local timezone = 'UTC'; set local datestyle = 'ISO'");
      const { from, values } = selection(address, read);
      const columns = await columnsOf(client, from, values);
      const highest = address.watermark === undefined ? undefined : await highestOf(client, address.watermark, from, values);
      const limit = read.limit === undefined ? '' : ` limit ${read.limit}`;
      const sql = `select ${columns.map(({ text }) => text).join(', ')} from ${from}${limit}`;
      await writeCsvTable(
        files,
        target,
        columns.map(({ name }) => name),
        batches(client, sql, values, read),
      );
      await client.query('rollback');
      return highest;
    } catch (error) {
      throwIfCancelled(read.context);
      throw asImportError(error, address);
    } finally {
      clearInterval(watch);
      await client.end().catch(() => {});
    }
  },
};

async function connected(address: SourceAddress): Promise<Client> {
  const { Client: PgClient } = (await import('pg')).default;
  const password = passwordOf(address);
  // The client takes a password from its connection string only, where there is one. It goes nowhere else.
  const parameters = new URLSearchParams({ ...address.further, ...(password !== undefined && { password }) }).toString();
  const client = new PgClient({
    connectionString: `${address.place}${parameters && `?${parameters}`}`,
    connectionTimeoutMillis: connectMs,
    application_name: 'ranklab',
  });
  // A connection that breaks while idle is reported by the next query.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw asImportError(error, address);
  }
  return client;
}

/** @throws NOT_FOUND naming the variable, never its value. */
function passwordOf({ passwordFrom }: SourceAddress): string | undefined {
  if (passwordFrom === undefined) {
    registerSecret(process.env['PGPASSWORD']);
    return undefined;
  }
  const password = process.env[passwordFrom];
  if (password === undefined || password === '') {
    throw new RankLabError('NOT_FOUND', `There is no password in ${passwordFrom}`, {
      place: 'password-from',
      value: passwordFrom,
      remedy: 'Set the environment variable, or store a key of that name in the keychain',
    });
  }
  registerSecret(password);
  return password;
}

function selection({ table, query, watermark }: SourceAddress, { after }: SourceRead): { from: string; values: string[] } {
  const whole = table === undefined ? `(${query ?? ''}) as source` : tableIdentifier(table);
  if (watermark === undefined || after === undefined) return { from: whole, values: [] };
  return { from: `(select * from ${whole} where ${identifier(watermark)} > $1) as later`, values: [String(after)] };
}

/** Every column as text; lists and structures as JSON. */
async function columnsOf(client: Client, from: string, values: readonly string[]): Promise<{ name: string; text: string }[]> {
  const { fields } = await client.query(`select * from ${from} limit 0`, [...values]);
  const oids = fields.map(({ dataTypeID }) => dataTypeID);
  const types = await client.query<{ oid: number; typcategory: string }>(
    'select oid::int as oid, typcategory from pg_type where oid = any($1)',
    [oids],
  );
  const nested = new Set(types.rows.filter(({ typcategory }) => ['A', 'C'].includes(typcategory)).map(({ oid }) => oid));
  return fields.map(({ name, dataTypeID }) => ({
    name,
    text: `${nested.has(dataTypeID) ? `to_json(${identifier(name)})::text` : `${identifier(name)}::text`} as ${identifier(name)}`,
  }));
}

async function highestOf(client: Client, column: string, from: string, values: readonly string[]): Promise<string | undefined> {
  const { rows } = await client.query<{ highest: string | null }>(`select max(${identifier(column)})::text as highest from ${from}`, [
    ...values,
  ]);
  return rows[0]?.highest ?? undefined;
}

async function* batches(
  client: Client,
  sql: string,
  values: readonly string[],
  { context }: SourceRead,
): AsyncGenerator<(string | null)[][]> {
  const { default: Cursor } = await import('pg-cursor');
  const cursor = client.query(new Cursor<(string | null)[]>(sql, [...values], { rowMode: 'array' }));
  for (;;) {
    const rows = await cursor.read(batchRows);
    throwIfCancelled(context);
    if (rows.length === 0) break;
    yield rows;
  }
  await cursor.close();
}

/** Ends a query that waits for the server. */
function destroy(client: Client): void {
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream.destroy();
}

function asImportError(error: unknown, { place }: SourceAddress): RankLabError {
  if (isRankLabError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return new RankLabError('IMPORT_FAILED', `PostgreSQL: ${message || code}`, {
    place,
    remedy: 'Check the address, the user, the password’s variable, and the table or query',
  });
}
