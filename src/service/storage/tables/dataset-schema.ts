import type { DuckDBConnection } from '@duckdb/node-api';
import type { FurtherColumn, FurtherColumns } from '#engine/model/dataset';

/**
 * Tables of data.duckdb. Ids and labels are text; interactions hold row numbers and codes, so that a load copies columns
 * straight into typed arrays.
 *
 * A removed video and what belongs to it stay, with the row r stored as −2 − r (`removedRow`), so that it can be restored exactly; the gaps are
 * closed when the data is loaded. Queries read `live`. Replacing the data deletes removed videos.
 */
const tables = {
  meta: '(key VARCHAR, value VARCHAR)',
  users: '("row" INTEGER, id VARCHAR)',
  user_columns: '(position INTEGER, name VARCHAR)',
  user_codes: '(position INTEGER, "row" INTEGER, code INTEGER)',
  videos:
    '("row" INTEGER, id VARCHAR, title VARCHAR, description VARCHAR, tags VARCHAR, creator INTEGER, published_at DOUBLE, duration DOUBLE)',
  video_categories: '("row" INTEGER, code INTEGER)',
  labels: '(family VARCHAR, code INTEGER, label VARCHAR)',
  interactions: '("user" INTEGER, video INTEGER, kind UTINYINT, value DOUBLE, "timestamp" DOUBLE)',
  further_columns: '(owner VARCHAR, position INTEGER, name VARCHAR, type VARCHAR)',
} as const;
type TableName = keyof typeof tables;

/** The tables without removed rows: use these instead of the table names. */
export const live = {
  videos: '(select * from videos where "row" >= 0)',
  interactions: '(select * from interactions where video >= 0)',
} as const;
/** Converts between a row and its removed form. */
export const removedRow = (row: number): number => -2 - row;

export const tableNames = Object.keys(tables) as TableName[];

/** Families of `labels`; a user column's is `user:<position>`. */
export const labelFamilies = { kinds: 'kind', categories: 'category', creators: 'creator' } as const;
/** The tables that have further columns. */
export type FurtherOwner = 'videos' | 'interactions';
/** The further column at `position` is the table's column of this name; its labels are the family of `furtherLabelFamily`. */
export const furtherColumn = (position: number): string => `further_${position}`;
export const furtherLabelFamily = (owner: FurtherOwner, position: number): string => `${owner}:${position}`;
/** How a cell is stored, and its missing value: NaN, no label (−1), no labels. */
const furtherTypes: Readonly<Record<FurtherColumn['type'], string>> = {
  number: "DOUBLE default 'NaN'::DOUBLE",
  date: "DOUBLE default 'NaN'::DOUBLE",
  boolean: "DOUBLE default 'NaN'::DOUBLE",
  text: 'INTEGER default -1',
  labels: "VARCHAR default '[]'",
};

export const userLabelFamily = (position: number): string => `user:${position}`;

const ddl = (name: TableName): string => `"${name}" ${tables[name]}`;

export const createTables = [
  ...tableNames.map((name) => `create table if not exists ${ddl(name)}`),
  `create table if not exists experiments (id VARCHAR, name VARCHAR, notes VARCHAR, created_at DOUBLE, config VARCHAR, result VARCHAR)`,
  // The listed properties of an experiment: a thousand full results would exceed the memory limit of queries.
  `create table if not exists experiment_summaries (id VARCHAR, summary VARCHAR)`,
  `create table if not exists number_notes (experiment VARCHAR, id VARCHAR, place VARCHAR, text VARCHAR, created_at DOUBLE, changed_at DOUBLE)`,
];

/** Makes the dataset's tables, empty, within the transaction; those that were there have been put aside. */
export async function makeTables(connection: DuckDBConnection, further: Readonly<Record<FurtherOwner, FurtherColumns>>): Promise<void> {
  for (const name of tableNames) {
    if (name === 'meta') continue;
    const types = name === 'videos' || name === 'interactions' ? Object.values(further[name]).map(({ type }) => furtherTypes[type]) : [];
    const columns = types.map((type, position) => `, ${furtherColumn(position)} ${type}`).join('');
    await connection.run(`create table ${ddl(name).slice(0, -1)}${columns})`);
  }
}

export type MetaKey = 'name' | 'provenance' | 'fingerprint' | 'base-fingerprint' | 'folded-sequence' | 'schema-version' | 'previous';

export async function setMeta(connection: DuckDBConnection, entries: Partial<Record<MetaKey, string>>): Promise<void> {
  for (const [key, value] of Object.entries(entries)) {
    await connection.run('delete from meta where key = ?', [key]);
    await connection.run('insert into meta values (?, ?)', [key, value]);
  }
}

export async function readMeta(connection: DuckDBConnection): Promise<Map<string, string>> {
  const rows = (await connection.runAndReadAll('select key, value from meta')).getRows();
  return new Map(rows.map(([key, value]) => [String(key), String(value)]));
}
