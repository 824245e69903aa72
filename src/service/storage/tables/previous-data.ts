import type { DuckDBConnection } from '@duckdb/node-api';
import { readMeta, setMeta, tableNames, type MetaKey } from './dataset-schema';

/** What the meta table says of the data itself. */
const described = ['name', 'provenance', 'fingerprint', 'base-fingerprint'] as const satisfies readonly MetaKey[];
const dataTables = tableNames.filter((name) => name !== 'meta');
const previous = (table: string): string => `previous_${table}`;

/**
 * Puts the tables aside within the caller's transaction, in place of those that were put aside before: the caller makes new ones. It
 * costs no copy, and the data can be had back with `swapPrevious` until the next call.
 */
export async function setAsideTables(connection: DuckDBConnection): Promise<void> {
  const meta = await readMeta(connection);
  const kept = Object.fromEntries(described.map((key) => [key, meta.get(key) ?? '']));
  for (const table of dataTables) {
    await connection.run(`drop table if exists "${previous(table)}"`);
    await connection.run(`alter table "${table}" rename to "${previous(table)}"`);
  }
  // An empty text: there was no data.
  await setMeta(connection, { previous: meta.has('fingerprint') ? JSON.stringify(kept) : '' });
}

/** Exchanges the data and what was put aside, within the caller's transaction: doing it twice changes nothing. */
export async function swapPrevious(connection: DuckDBConnection): Promise<void> {
  const meta = await readMeta(connection);
  const current = Object.fromEntries(described.map((key) => [key, meta.get(key) ?? '']));
  for (const table of dataTables) {
    await connection.run(`alter table "${table}" rename to "swapped_${table}"`);
    await connection.run(`alter table "${previous(table)}" rename to "${table}"`);
    await connection.run(`alter table "swapped_${table}" rename to "${previous(table)}"`);
  }
  const restored = JSON.parse(meta.get('previous') ?? '{}') as Partial<Record<MetaKey, string>>;
  await setMeta(connection, { ...restored, previous: JSON.stringify(current) });
}
