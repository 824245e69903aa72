import type { CategoricalColumn, Dataset, FurtherColumn, FurtherColumns, MultiLabelColumn } from '#engine/model/dataset';
import { joinValues, numberCell, textCell } from './csv-cells';
import { labelsAt } from '../core/containers/label-columns';

type DatasetCsvFiles = Readonly<Record<'users.csv' | 'videos.csv' | 'interactions.csv', Iterable<string>>>;

/**
 * Columns of the three files; users.csv has one more per user column, the others one per further column, whose header states its type
 * (`furtherHeader`).
 */
export const userIdColumn = 'user_id';
export const videoColumns = [
  'video_id',
  'title',
  'description',
  'tags',
  'category',
  'creator',
  'published_at_ms',
  'duration_seconds',
] as const;
export const interactionColumns = ['user_id', 'video_id', 'kind', 'value', 'timestamp_ms'] as const;

const furtherTypes = ['number', 'date', 'boolean', 'text', 'labels'] as const satisfies readonly FurtherColumn['type'][];

/** `price` of the type number is headed `price:number`: the column is read back with the same type, whatever its cells look like. */
export const furtherHeader = (name: string, { type }: Pick<FurtherColumn, 'type'>): string => `${name}:${type}`;

/** The reverse of `furtherHeader`; undefined for a header without a type. */
export function furtherOfHeader(header: string): { readonly name: string; readonly type: FurtherColumn['type'] } | undefined {
  const type = furtherTypes.find((known) => header.endsWith(`:${known}`));
  return type && { name: header.slice(0, -type.length - 1), type };
}

const rowsPerChunk = 4096;

/**
 * The dataset as three CSV files (UTF-8, comma, LF), each a sequence of chunks to write one after the other. Importing
 * them with the preset “ranklab” gives the same dataset. Empty cells are "not given"; times are whole milliseconds.
 */
export function datasetCsvChunks(dataset: Dataset): DatasetCsvFiles {
  return {
    'users.csv': { [Symbol.iterator]: () => userChunks(dataset) },
    'videos.csv': { [Symbol.iterator]: () => videoChunks(dataset) },
    'interactions.csv': { [Symbol.iterator]: () => interactionChunks(dataset) },
  };
}

/** A user column whose own name is `user_id` (or starts with the prefix) gets a prefix, so it is not read as the ids. */
export const userColumnHeader = (name: string): string => (name === userIdColumn || name.startsWith('column:') ? `column:${name}` : name);
export const userColumnName = (header: string): string => (header.startsWith('column:') ? header.slice('column:'.length) : header);

function* userChunks({ users }: Dataset): Generator<string> {
  const names = Object.keys(users.columns);
  const cells = names.map((name) => categoricalCells(users.columns[name]));
  const ids = users.ids.ids;
  yield row([userIdColumn, ...names.map((name) => textCell(userColumnHeader(name)))]);
  yield* chunks(ids.length, (user) => {
    let line = textCell(ids[user]);
    for (const cell of cells) line += ',' + cell(user);
    return line;
  });
}

function* videoChunks({ items }: Dataset): Generator<string> {
  const categories = multiLabelCells(items.categories);
  const creator = categoricalCells(items.creators);
  const ids = items.ids.ids;
  yield row([...videoColumns, ...furtherHeaders(items.columns)]);
  const further = furtherCells(items.columns);
  yield* chunks(
    ids.length,
    (item) =>
      `${textCell(ids[item])},${textCell(items.titles[item])},${textCell(items.descriptions[item])},` +
      `${textCell(joinValues(items.tags[item]))},${categories(item)},${creator(item)},` +
      `${numberCell(items.publishedAtMs[item])},${numberCell(items.durationSeconds[item])}${further(item)}`,
  );
}

function* interactionChunks({ users, items, interactions }: Dataset): Generator<string> {
  // Ids and kinds repeat, so each of their cells is formatted once.
  const cellsOf = (texts: readonly string[]): string[] => texts.map((text) => `${textCell(text)},`);
  const [userCells, itemCells, kindCells] = [users.ids.ids, items.ids.ids, interactions.kinds].map(cellsOf);
  const { users: userRows, items: itemRows, kindCodes, values, timestampsMs } = interactions;
  const further = furtherCells(interactions.columns);
  yield row([...interactionColumns, ...furtherHeaders(interactions.columns)]);
  yield* chunks(
    interactions.count,
    (i) =>
      `${userCells[userRows[i]]}${itemCells[itemRows[i]]}${kindCells[kindCodes[i]]}` +
      `${numberCell(values[i])},${numberCell(timestampsMs[i])}${further(i)}`,
  );
}

const row = (cells: readonly string[]): string => cells.join(',') + '\n';

function* chunks(count: number, line: (index: number) => string): Generator<string> {
  for (let from = 0; from < count; from += rowsPerChunk) {
    let text = '';
    for (let index = from; index < Math.min(count, from + rowsPerChunk); index++) text += line(index) + '\n';
    yield text;
  }
}

const furtherHeaders = (columns: FurtherColumns): string[] =>
  Object.entries(columns).map(([name, column]) => textCell(furtherHeader(name, column)));

/** The cells of all further columns of a row, each with the comma before it. */
function furtherCells(columns: FurtherColumns): (index: number) => string {
  const cells = Object.values(columns).map((column) => {
    if (column.type === 'text') return categoricalCells(column);
    if (column.type === 'labels') return multiLabelCells(column);
    if (column.type === 'boolean') return (index: number) => booleanCell(column.values[index]);
    return (index: number) => numberCell(column.values[index]);
  });
  return (index) => cells.reduce((line, cell) => `${line},${cell(index)}`, '');
}

const booleanCell = (value: number): string => (Number.isNaN(value) ? '' : value === 1 ? 'true' : 'false');

function categoricalCells({ labels, codes }: CategoricalColumn): (index: number) => string {
  const cells = labels.map(textCell);
  return (index) => (codes[index] < 0 ? '' : cells[codes[index]]);
}

function multiLabelCells(column: MultiLabelColumn): (index: number) => string {
  return (index) => textCell(joinValues(labelsAt(column, index)));
}
