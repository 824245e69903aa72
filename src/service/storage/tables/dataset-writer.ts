import type { DuckDBConnection } from '@duckdb/node-api';
import type { CategoricalColumn, Dataset } from '#engine/model/dataset';
import { appendColumns } from './column-appender';
import { labelFamilies, recreateTables, userLabelFamily } from './dataset-schema';
import type { FileOperations } from '../files/file-operations';

/** Replaces all rows with the dataset's, inside the caller's transaction. */
export async function writeDataset(connection: DuckDBConnection, files: FileOperations, dataset: Dataset): Promise<void> {
  const { users, items, interactions } = dataset;
  const append = (table: string, columns: Parameters<typeof appendColumns>[3]): Promise<void> =>
    appendColumns(connection, files, table, columns);
  await recreateTables(connection);
  await append('users', [sequence(users.ids.size), users.ids.ids]);
  const columns = Object.entries(users.columns);
  await append('user_columns', [sequence(columns.length), columns.map(([name]) => name)]);
  for (const [position, [, column]] of columns.entries()) {
    const { rows, codes } = given(column);
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
  ]);
}

/** What the rows will take on the disk, generously: for the message of a full disk. */
export function estimateBytes({ users, items, interactions }: Dataset): number {
  const texts = (all: readonly string[]): number => all.reduce((sum, text) => sum + text.length, 0);
  const itemTexts = texts(items.titles) + texts(items.descriptions) + texts(items.ids.ids) + items.tags.length * 40;
  return 1_000_000 + interactions.count * 26 + (itemTexts + texts(users.ids.ids)) * 2 + (users.ids.size + items.ids.size) * 40;
}

function sequence(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let i = 0; i < length; i++) rows[i] = i;
  return rows;
}

function given({ codes }: CategoricalColumn): { rows: Int32Array; codes: Int32Array } {
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
