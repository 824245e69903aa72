import { categoricalColumn, multiLabelColumn, type LabelCell } from '#engine/core/containers/label-columns';
import { Vocabulary } from '#engine/core/containers/vocabulary';
import type {
  CategoricalColumn,
  Dataset,
  FurtherColumns,
  InteractionTable,
  ItemTable,
  MultiLabelColumn,
  UserTable,
} from '#engine/model/dataset';
import { RankLabError } from '#shared/errors';
import type { ItemId, ItemRow, UserId, UserRow } from '#shared/ids';
import { canonicalCodes } from './columns';
import { canonicalFurther, requireRowCount } from './further-columns';
import { datasetFingerprint } from './fingerprint';

/** Columns of the users, all as long as `ids`; plain arrays of labels or finished columns. */
interface UserColumns {
  readonly ids: readonly string[];
  readonly columns?: Readonly<Record<string, ArrayLike<LabelCell> | CategoricalColumn>>;
}

/** Columns of the items, all as long as `ids`; what is left out is "not given" everywhere. */
interface ItemColumns {
  readonly ids: readonly string[];
  readonly titles?: ArrayLike<string | null>;
  readonly descriptions?: ArrayLike<string | null>;
  readonly tags?: ArrayLike<readonly string[] | null>;
  readonly categories?: ArrayLike<readonly string[] | null> | MultiLabelColumn;
  readonly creators?: ArrayLike<LabelCell> | CategoricalColumn;
  /** Milliseconds since 1970; NaN or null: not given. */
  readonly publishedAtMs?: ArrayLike<number | null>;
  readonly durationSeconds?: ArrayLike<number | null>;
  readonly columns?: FurtherColumns;
}

/** Columns of the interactions, all as long as `users`; rows index the user and item tables. */
interface InteractionColumns {
  readonly users: ArrayLike<number>;
  readonly items: ArrayLike<number>;
  /** Labels and one code per interaction; left out: every interaction is a "view". At most 256 labels. */
  readonly kinds?: readonly string[];
  readonly kindCodes?: ArrayLike<number>;
  /** NaN or null: not given. */
  readonly values?: ArrayLike<number | null>;
  readonly timestampsMs?: ArrayLike<number | null>;
  readonly columns?: FurtherColumns;
}

export function userTable({ ids, columns = {} }: UserColumns): UserTable {
  const entries = Object.entries(columns).map(([name, cells]) => [name, asCategorical(cells, ids.length, `users.${name}`)] as const);
  return { ids: uniqueIds<UserId, UserRow>('user', ids), columns: Object.fromEntries(entries) };
}

export function itemTable(columns: ItemColumns): ItemTable {
  const count = columns.ids.length;
  return {
    ids: uniqueIds<ItemId, ItemRow>('video', columns.ids),
    titles: texts(columns.titles, count, 'videos.title'),
    descriptions: texts(columns.descriptions, count, 'videos.description'),
    tags: tagLists(columns.tags, count),
    categories: asMultiLabel(columns.categories, count),
    creators: asCategorical(columns.creators, count, 'videos.creator'),
    publishedAtMs: numbers(columns.publishedAtMs, count, 'videos.publishedAt'),
    durationSeconds: numbers(columns.durationSeconds, count, 'videos.duration'),
    columns: requireRowCount(columns.columns ?? {}, count, 'videos'),
  };
}

export function interactionTable(columns: InteractionColumns): InteractionTable {
  const count = columns.users.length;
  const kinds = columns.kinds ?? ['view'];
  if (kinds.length > 256) throw problem('interactions.kind', `${kinds.length} kinds; at most 256 are supported`);
  requireLength(columns.items, count, 'interactions.video');
  const kindCodes = columns.kindCodes ?? new Uint8Array(count);
  requireLength(kindCodes, count, 'interactions.kind');
  return {
    count,
    users: exactly(Int32Array, columns.users),
    items: exactly(Int32Array, columns.items),
    kinds,
    kindCodes: exactly(Uint8Array, kindCodes),
    values: numbers(columns.values, count, 'interactions.value'),
    timestampsMs: numbers(columns.timestampsMs, count, 'interactions.timestamp'),
    columns: requireRowCount(columns.columns ?? {}, count, 'interactions'),
  };
}

/**
 * Puts checked tables together and fingerprints them. Labels are renumbered in order of first appearance, so that the
 * same contents give the same fingerprint whichever way they came in.
 * @throws INVALID_ARGUMENT when an interaction points outside the users or items, or a code outside its labels.
 */
export function createDataset(tables: { name: string; users: UserTable; items: ItemTable; interactions: InteractionTable }): Dataset {
  const { name, users, items, interactions } = tables;
  requireRows(interactions.users, users.ids.size, 'interactions.user');
  requireRows(interactions.items, items.ids.size, 'interactions.video');
  requireRows(interactions.kindCodes, interactions.kinds.length, 'interactions.kind');
  const kinds = canonicalCodes(interactions.kinds, interactions.kindCodes);
  const columns = Object.fromEntries(
    Object.entries(users.columns).map(([key, column]) => [key, canonicalCodes(column.labels, column.codes)]),
  );
  const contents = {
    name,
    users: { ids: users.ids, columns },
    items: {
      ...items,
      categories: { offsets: items.categories.offsets, ...canonicalCodes(items.categories.labels, items.categories.codes) },
      creators: canonicalCodes(items.creators.labels, items.creators.codes),
      columns: canonicalFurther(items.columns),
    },
    interactions: { ...interactions, kinds: kinds.labels, kindCodes: kinds.codes, columns: canonicalFurther(interactions.columns) },
  };
  return { ...contents, fingerprint: datasetFingerprint(contents) };
}

function problem(place: string, message: string, value?: string): RankLabError {
  return new RankLabError('INVALID_ARGUMENT', `${place}: ${message}`, { place, ...(value !== undefined && { value }) });
}

function uniqueIds<Id extends string, Row extends number>(noun: string, ids: readonly string[]): Vocabulary<Id, Row> {
  const vocabulary = new Vocabulary<Id, Row>(noun, ids as readonly Id[]);
  if (vocabulary.size === ids.length) return vocabulary;
  const repeated = ids.find((id, row) => vocabulary.find(id) !== row) ?? '';
  throw problem(`${noun}s.id`, `the ${noun} id “${repeated}” is given twice`, repeated);
}

function requireLength(column: ArrayLike<unknown>, count: number, place: string): void {
  if (column.length !== count) throw problem(place, `${column.length} values for ${count} rows`);
}

function requireRows(rows: Int32Array | Uint8Array, limit: number, place: string): void {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0 || rows[i] >= limit) throw problem(place, `row ${rows[i]} at position ${i} is not below ${limit}`, String(rows[i]));
  }
}

/** The typed array itself when it already is one of the right type, a copy otherwise. */
function exactly<Target extends Int32Array | Uint8Array>(
  type: { new (length: number): Target; from(source: ArrayLike<number>): Target },
  source: ArrayLike<number>,
): Target {
  return source instanceof type ? source : type.from(source);
}

/** Finite numbers or NaN, in one bit pattern each (no −0, one NaN), so that equal contents hash equally. */
function numbers(column: ArrayLike<number | null> | undefined, count: number, place: string): Float64Array {
  if (column === undefined) return new Float64Array(count).fill(NaN);
  requireLength(column, count, place);
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = column[i];
    if (value === Infinity || value === -Infinity) throw problem(place, `an infinite number at row ${i}`, String(value));
    result[i] = value === null || value !== value ? NaN : value + 0;
  }
  return result;
}

function texts(column: ArrayLike<string | null> | undefined, count: number, place: string): string[] {
  if (column === undefined) return new Array<string>(count).fill('');
  requireLength(column, count, place);
  return Array.from(column, (text) => text ?? '');
}

function tagLists(column: ItemColumns['tags'], count: number): string[][] {
  if (column === undefined) return Array.from({ length: count }, () => []);
  requireLength(column, count, 'videos.tags');
  return Array.from(column, (tags) => (tags ?? []).filter((tag) => tag !== ''));
}

function asCategorical(cells: ArrayLike<LabelCell> | CategoricalColumn | undefined, count: number, place: string): CategoricalColumn {
  if (cells === undefined) return { labels: [], codes: new Int32Array(count).fill(-1) };
  const column = 'codes' in cells ? cells : categoricalColumn(cells);
  requireLength(column.codes, count, place);
  return column;
}

function asMultiLabel(rows: ItemColumns['categories'], count: number): MultiLabelColumn {
  if (rows === undefined) return { labels: [], offsets: new Int32Array(count + 1), codes: new Int32Array(0) };
  const column = 'codes' in rows ? rows : multiLabelColumn(rows);
  requireLength(column.offsets, count + 1, 'videos.category');
  return column;
}
