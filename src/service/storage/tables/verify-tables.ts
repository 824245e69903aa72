import type { Database } from './database';
import { labelFamilies } from './dataset-schema';

export interface VerifiedTables {
  readonly tables: number;
  readonly rows: number;
  /** References that lead nowhere and ids that occur twice, in words. */
  readonly problems: readonly string[];
}

/** Queries that count what must not be, with what it means. A removed row r is stored as −2 − r. */
const rules: readonly (readonly [what: string, sql: string])[] = [
  ['users whose id occurs twice', 'select count(*) - count(distinct id) as n from users'],
  ['videos whose id occurs twice', 'select count(*) - count(distinct id) as n from videos where "row" >= 0'],
  ['interactions of users that are not there', 'select count(*) as n from interactions where "user" not in (select "row" from users)'],
  ['interactions with videos that are not there', 'select count(*) as n from interactions where video not in (select "row" from videos)'],
  [
    'interactions of a kind that has no name',
    `select count(*) as n from interactions where kind not in (select code from labels where family = '${labelFamilies.kinds}')`,
  ],
  ['categories of videos that are not there', 'select count(*) as n from video_categories where "row" not in (select "row" from videos)'],
];

/** Hashes every column of every row, so that every block is read and its checksum compared. */
export async function verifyTables(database: Database): Promise<VerifiedTables> {
  const tables = await database.rows(
    'select table_name as name from duckdb_tables() where not internal and database_name = current_database() and not temporary order by 1',
  );
  let rows = 0;
  for (const { name } of tables) {
    const quoted = `"${String(name).replaceAll('"', '""')}"`;
    const [counted] = await database.rows(`select count(*) as n, bit_xor(hash(t)) as h from ${quoted} t`);
    rows += Number(counted?.['n'] ?? 0);
  }
  const problems: string[] = [];
  for (const [what, sql] of rules) {
    const [found] = await database.rows(sql);
    if (Number(found?.['n'] ?? 0) > 0) problems.push(`${Number(found?.['n'])} ${what}`);
  }
  return { tables: tables.length, rows, problems };
}
