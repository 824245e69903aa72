import type { FurtherColumn } from '#engine/model/dataset';
import type { Database } from './database';
import { furtherColumn, furtherLabelFamily, labelFamilies, userLabelFamily, type FurtherOwner } from './dataset-schema';
import { text } from './dataset-rows';
import type { QueryColumn, Sql } from './condition-sql';

export type BrowsedTable = 'users' | 'videos' | 'interactions';

/** The columns that conditions on a table can name, those of its file first: the same as `table-columns.ts` of the engine has in memory. */
export async function queryColumns(database: Database, table: BrowsedTable): Promise<QueryColumn[]> {
  const further = table === 'users' ? await userColumns(database) : await furtherColumns(database, table);
  const own = new Set(further.map(({ name }) => name));
  return [...further, ...fields[table].filter(({ name }) => !own.has(name))];
}

async function userColumns(database: Database): Promise<QueryColumn[]> {
  const rows = await database.rows('select position, name from user_columns order by position');
  return rows.map(({ position, name }) => ({
    name: text(name),
    type: 'text',
    cells: {
      labelled: labelsIn(
        userLabelFamily(Number(position)),
        (codes) => `"row" in (select "row" from user_codes where position = ${Number(position)} and ${codes('code')})`,
      ),
    },
  }));
}

async function furtherColumns(database: Database, owner: FurtherOwner): Promise<QueryColumn[]> {
  const rows = await database.rows('select position, name, type from further_columns where owner = ? order by position', [owner]);
  return rows.map(({ position, name, type }) => ({
    name: text(name),
    type: text(type) as FurtherColumn['type'],
    cells: furtherCells(text(type) as FurtherColumn['type'], owner, Number(position)),
  }));
}

function furtherCells(type: FurtherColumn['type'], owner: FurtherOwner, position: number): QueryColumn['cells'] {
  const column = furtherColumn(position);
  if (type === 'text') return { labelled: labelsIn(furtherLabelFamily(owner, position), (codes) => codes(column)) };
  return type === 'labels' ? { labelled: listed(column) } : { number: column };
}

type Labelled = Extract<QueryColumn['cells'], { labelled: unknown }>['labelled'];

/** Labels stored as codes of a family: `where` says which rows have one of some codes. */
const labelsIn =
  (family: string, where: (codes: (column: string) => string) => string): Labelled =>
  (passes): Sql => {
    if (passes === null) return { text: where((column) => `coalesce(${column}, -1) >= 0`), values: [] };
    const codes = `(select code from labels where family = '${family}' and (${passes.text}))`;
    return { text: where((column) => `coalesce(${column}, -1) in ${codes}`), values: passes.values };
  };

/** Labels stored as a list in JSON. */
const listed =
  (column: string): Labelled =>
  (passes): Sql => {
    if (passes === null) return { text: `coalesce(${column}, '[]') <> '[]'`, values: [] };
    const labels = `(select unnest(from_json(coalesce(${column}, '[]'), '["VARCHAR"]')) as label)`;
    return { text: `exists (select 1 from ${labels} where ${passes.text})`, values: passes.values };
  };

/** The ids of the rows that a column refers to. */
const idsOf =
  (column: 'user' | 'video', table: 'users' | 'videos'): Labelled =>
  (passes): Sql => ({
    text: passes === null ? 'true' : `"${column}" in (select "row" from (select "row", id as label from ${table}) where ${passes.text})`,
    values: passes?.values ?? [],
  });

const field = (name: string, type: FurtherColumn['type'], cells: QueryColumn['cells']): QueryColumn => ({ name, type, cells });

const fields: Readonly<Record<BrowsedTable, readonly QueryColumn[]>> = {
  users: [field('user', 'text', { text: 'id', isId: true })],
  videos: [
    field('category', 'labels', {
      labelled: labelsIn(labelFamilies.categories, (codes) => `"row" in (select "row" from video_categories where ${codes('code')})`),
    }),
    field('creator', 'text', { labelled: labelsIn(labelFamilies.creators, (codes) => codes('creator')) }),
    field('tags', 'labels', { labelled: listed('tags') }),
    field('title', 'text', { text: 'title' }),
    field('published_at', 'date', { number: 'published_at' }),
    field('duration', 'number', { number: 'duration' }),
    field('video', 'text', { text: 'id', isId: true }),
  ],
  interactions: [
    field('kind', 'text', { labelled: labelsIn(labelFamilies.kinds, (codes) => codes('kind')) }),
    field('value', 'number', { number: 'value' }),
    field('timestamp', 'date', { number: '"timestamp"' }),
    field('user', 'text', { labelled: idsOf('user', 'users'), isId: true }),
    field('video', 'text', { labelled: idsOf('video', 'videos'), isId: true }),
  ],
};
