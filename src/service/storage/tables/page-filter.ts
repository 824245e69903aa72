import type { z } from 'zod';
import { conditionOf, unknownColumn } from '#engine/core/conditions/table-columns';
import type { pageInputSchema } from '#shared/schemas/dataset';
import { conditionSql, joined, sql, type Sql } from './condition-sql';
import type { Database } from './database';
import { live } from './dataset-schema';
import { queryColumns, type BrowsedTable } from './query-columns';

/** The rows that are not removed. */
const there: Readonly<Partial<Record<BrowsedTable, Sql>>> = { videos: sql('"row" >= 0'), interactions: sql('video >= 0') };

/** The `where` of a page of rows; empty if all are wanted. @throws INVALID_ARGUMENT naming an unknown column or a value of another type. */
export async function pageFilter(
  database: Database,
  table: BrowsedTable,
  { search, where = [] }: Pick<z.infer<typeof pageInputSchema>, 'search' | 'where'>,
): Promise<Sql> {
  const parts = [
    ...(there[table] === undefined ? [] : [there[table]]),
    ...(search === '' ? [] : [searches[table](search)]),
    ...(where.length === 0 ? [] : await conditionParts(database, table, where)),
  ];
  if (parts.length === 0) return sql('');
  const { text, values } = joined(parts, 'and');
  return { text: `where ${text}`, values };
}

async function conditionParts(database: Database, table: BrowsedTable, where: readonly string[]): Promise<Sql[]> {
  const columns = await queryColumns(database, table);
  return where.map((text, at) => {
    const place = `where[${at}]`;
    const condition = conditionOf(text, place);
    const column = columns.find(({ name }) => name === condition.column);
    if (!column) throw unknownColumn({ owner: table, names: columns.map(({ name }) => name) }, condition.column, place);
    return conditionSql(column, condition, place);
  });
}

const contains = (column: string, search: string): Sql => sql(`contains(lower(${column}), lower(?))`, search);
const searches: Readonly<Record<BrowsedTable, (search: string) => Sql>> = {
  users: (search) => contains('id', search),
  videos: (search) =>
    joined(
      ['id', 'title', 'tags'].map((column) => contains(column, search)),
      'or',
    ),
  interactions: (search) => {
    const users = searches.users(search);
    const videos = searches.videos(search);
    return joined(
      [
        { ...users, text: `"user" in (select "row" from users where ${users.text})` },
        { ...videos, text: `video in (select "row" from ${live.videos} where ${videos.text})` },
      ],
      'or',
    );
  },
};
