import type { z } from 'zod';
import type { newInteractionSchema, newVideoSchema } from '#shared/schemas/dataset';
import { itemId, userId, type ItemId, type ItemRow, type UserId, type UserRow } from '#shared/ids';
import { fingerprintOf } from '../../core/hashing/fingerprint';
import { Vocabulary } from '../../core/containers/vocabulary';
import type { CategoricalColumn, Dataset, InteractionTable, ItemTable, MultiLabelColumn, UserTable } from '../../model/dataset';
import { grown, type Growable } from './growable';
import { grownFurther } from './grow-further';

/** A video to add, or new content of an existing one; its id is final. */
export type VideoEntry = z.infer<typeof newVideoSchema> & { readonly videoId: string };
export type InteractionEntry = z.infer<typeof newInteractionSchema>;

/**
 * The dataset with videos added or edited and interactions appended; existing rows keep their numbers. The given dataset is not modified, so its
 * holders keep a consistent snapshot. @throws NOT_FOUND when an interaction names an unknown video; unknown users are added.
 */
export function growDataset(dataset: Dataset, videos: readonly VideoEntry[], interactions: readonly InteractionEntry[]): Dataset {
  const items = videos.length > 0 ? growItems(dataset.items, videos) : dataset.items;
  const users = growUsers(dataset.users, interactions);
  return {
    name: dataset.name,
    users,
    items,
    interactions: interactions.length > 0 ? growInteractions(dataset.interactions, interactions, users, items) : dataset.interactions,
    fingerprint: fingerprintOf('grown', dataset.fingerprint, videos, interactions),
  };
}

function growUsers(users: UserTable, interactions: readonly InteractionEntry[]): UserTable {
  const unknown = interactions.filter((entry) => users.ids.find(entry.userId) === undefined);
  if (unknown.length === 0) return users;
  const ids = new Vocabulary<UserId, UserRow>(users.ids.noun, users.ids.ids);
  for (const entry of unknown) ids.add(userId(entry.userId));
  const columns = Object.entries(users.columns).map(([name, { labels, codes }]) => {
    const extended = new Int32Array(ids.size).fill(-1);
    extended.set(codes);
    return [name, { labels, codes: extended }] as const;
  });
  return { ids, columns: Object.fromEntries(columns) };
}

function growItems(items: ItemTable, videos: readonly VideoEntry[]): ItemTable {
  const ids = new Vocabulary<ItemId, ItemRow>(items.ids.noun, items.ids.ids);
  const rows = videos.map((video) => ids.add(itemId(video.videoId)));
  const edited = new Map<number, VideoEntry>(rows.map((row, v) => [row, videos[v]]));
  const cell = <Value>(old: readonly Value[], read: (video: VideoEntry) => Value): Value[] =>
    Array.from({ length: ids.size }, (_, row) => {
      const video = edited.get(row);
      return video ? read(video) : old[row];
    });
  const numeric = (old: Float64Array, read: (video: VideoEntry) => number | undefined): Float64Array =>
    Float64Array.from({ length: ids.size }, (_, row) => {
      const video = edited.get(row);
      return video ? (read(video) ?? NaN) : old[row];
    });
  return {
    ids,
    titles: cell(items.titles, (video) => video.title),
    descriptions: cell(items.descriptions, (video) => video.description),
    tags: cell(items.tags, (video) => video.tags),
    categories: growMultiLabel(items.categories, ids.size, edited),
    creators: growCategorical(items.creators, ids.size, edited),
    publishedAtMs: numeric(items.publishedAtMs, (video) => video.publishedAtMs),
    durationSeconds: numeric(items.durationSeconds, (video) => video.durationSeconds),
    columns: grownFurther(items.columns, ids.size),
  };
}

function growMultiLabel(column: MultiLabelColumn, count: number, edited: ReadonlyMap<number, VideoEntry>): MultiLabelColumn {
  const labels = [...column.labels];
  const offsets = new Int32Array(count + 1);
  const codes: number[] = [];
  for (let row = 0; row < count; row++) {
    const video = edited.get(row);
    if (video) for (const label of new Set(video.categories)) codes.push(codeOf(labels, label));
    else for (let p = column.offsets[row]; p < column.offsets[row + 1]; p++) codes.push(column.codes[p]);
    offsets[row + 1] = codes.length;
  }
  return { labels, offsets, codes: Int32Array.from(codes) };
}

function growCategorical(column: CategoricalColumn, count: number, edited: ReadonlyMap<number, VideoEntry>): CategoricalColumn {
  const labels = [...column.labels];
  const codes = Int32Array.from({ length: count }, (_, row) => {
    const video = edited.get(row);
    if (!video) return column.codes[row];
    return video.creator === undefined || video.creator === '' ? -1 : codeOf(labels, video.creator);
  });
  return { labels, codes };
}

function codeOf(labels: string[], label: string): number {
  const known = labels.indexOf(label);
  return known >= 0 ? known : labels.push(label) - 1;
}

function growInteractions(
  table: InteractionTable,
  added: readonly InteractionEntry[],
  users: UserTable,
  items: ItemTable,
): InteractionTable {
  const count = table.count + added.length;
  const kinds = [...table.kinds];
  const write = <Column extends Growable>(column: Column, read: (entry: InteractionEntry) => number): Column => {
    const longer = grown(column, count);
    added.forEach((entry, i) => (longer[table.count + i] = read(entry)));
    return longer;
  };
  return {
    count,
    users: write(table.users, (entry) => users.ids.rowOf(entry.userId)),
    items: write(table.items, (entry) => items.ids.rowOf(entry.videoId)),
    kindCodes: write(table.kindCodes, (entry) => codeOf(kinds, entry.kind)),
    kinds,
    values: write(table.values, (entry) => entry.value ?? NaN),
    timestampsMs: write(table.timestampsMs, (entry) => entry.timestampMs ?? NaN),
    columns: grownFurther(table.columns, count),
  };
}
