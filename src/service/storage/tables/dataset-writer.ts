import type { DuckDBConnection } from '@duckdb/node-api';
import type { CategoricalColumn, Dataset, FurtherColumn, FurtherColumns } from '#engine/model/dataset';
import { appendColumns, type Column } from './column-appender';
import { furtherLabelFamily, labelFamilies, makeTables, userLabelFamily, type FurtherOwner } from './dataset-schema';
import type { FileOperations } from '../files/file-operations';
import { setAsideTables } from './previous-data';
import { labelsAt } from '#engine/core/containers/label-columns';

/** Replaces all rows with the dataset's, inside the caller's transaction. */
export async function writeDataset(connection: DuckDBConnection, files: FileOperations, dataset: Dataset): Promise<void> {
  const { users, items, interactions } = dataset;
  const append = (table: string, columns: Parameters<typeof appendColumns>[3]): Promise<void> =>
    appendColumns(connection, files, table, columns);
  await setAsideTables(connection);
  await makeTables(connection, { videos: items.columns, interactions: interactions.columns });
  await append('users', [sequence(users.ids.size), users.ids.ids]);
  const columns = Object.entries(users.columns);
  await append('user_columns', [sequence(columns.length), columns.map(([name]) => name)]);
  for (const [position, [, column]] of columns.entries()) {
    const { rows, codes } = assignedCodes(column);
    await append('user_codes', [new Int32Array(rows.length).fill(position), rows, codes]);
    await append('labels', labelRows(userLabelFamily(position), column.labels));
  }
  await append('videos', [
    sequence(items.ids.size),
    items.ids.ids,
    items.titles,
    items.descriptions,
    items.tags.map((tags) => JSON.stringify(tags)),
    items.creators.codes,
    items.publishedAtMs,
    items.durationSeconds,
    ...Object.values(items.columns).map(furtherCells),
  ]);
  await append('video_categories', [rowsOf(items.categories.offsets), items.categories.codes]);
  await append('labels', labelRows(labelFamilies.categories, items.categories.labels));
  await append('labels', labelRows(labelFamilies.creators, items.creators.labels));
  await append('labels', labelRows(labelFamilies.kinds, interactions.kinds));
  await append('interactions', [
    interactions.users,
    interactions.items,
    interactions.kindCodes,
    interactions.values,
    interactions.timestampsMs,
    ...Object.values(interactions.columns).map(furtherCells),
  ]);
  await describeFurther('videos', items.columns, append);
  await describeFurther('interactions', interactions.columns, append);
}

/** Names, types and labels of a table's further columns. */
async function describeFurther(
  owner: FurtherOwner,
  columns: FurtherColumns,
  append: (table: string, columns: readonly Column[]) => Promise<void>,
): Promise<void> {
  const entries = Object.entries(columns);
  const [names, types] = [entries.map(([name]) => name), entries.map(([, { type }]) => type)];
  await append('further_columns', [names.map(() => owner), sequence(entries.length), names, types]);
  for (const [position, [, column]] of entries.entries()) {
    if (column.type === 'text') await append('labels', labelRows(furtherLabelFamily(owner, position), column.labels));
  }
}

/** The cells as they are stored: numbers, codes of labels, or a JSON list of labels. */
function furtherCells(column: FurtherColumn): Column {
  if ('values' in column) return column.values;
  if (!('offsets' in column)) return column.codes;
  const { offsets } = column;
  const list = (row: number): string => JSON.stringify(labelsAt(column, row));
  return Array.from({ length: offsets.length - 1 }, (_, row) => (offsets[row] === offsets[row + 1] ? '[]' : list(row)));
}

/** Upper estimate of the rows' size on disk, for the disk-full message. */
export function estimateBytes({ users, items, interactions }: Dataset): number {
  const texts = (all: readonly string[]): number => all.reduce((sum, text) => sum + text.length, 0);
  const itemTexts = texts(items.titles) + texts(items.descriptions) + texts(items.ids.ids) + items.tags.length * 40;
  const further = 10 * (Object.keys(interactions.columns).length * interactions.count + Object.keys(items.columns).length * items.ids.size);
  return 1_000_000 + further + interactions.count * 26 + (itemTexts + texts(users.ids.ids)) * 2 + (users.ids.size + items.ids.size) * 40;
}

function sequence(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let i = 0; i < length; i++) rows[i] = i;
  return rows;
}

function assignedCodes({ codes }: CategoricalColumn): { rows: Int32Array; codes: Int32Array } {
  const rows = sequence(codes.length).filter((row) => (codes[row] ?? -1) >= 0);
  return { rows, codes: codes.filter((code) => code >= 0) };
}

/** The row of each entry of a ragged column with these offsets. */
function rowsOf(offsets: Int32Array): Int32Array {
  const rows = new Int32Array(offsets.at(-1) ?? 0);
  for (let row = 0; row + 1 < offsets.length; row++) rows.fill(row, offsets[row], offsets[row + 1]);
  return rows;
}

const labelRows = (family: string, labels: readonly string[]): [string[], Int32Array, readonly string[]] => [
  labels.map(() => family),
  sequence(labels.length),
  labels,
];
