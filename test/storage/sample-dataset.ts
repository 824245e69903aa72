import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { categoricalColumn, multiLabelColumn } from '#engine/core/containers/label-columns';
import { furtherCell, rowCount } from '#engine/dataset/further-columns';
import type { Dataset, FurtherColumns } from '#engine/model/dataset';

/** Four users, three videos, six interactions, with every unusual value that a dataset may contain. */
export function sampleDataset(name = 'sample'): Dataset {
  return createDataset({
    name,
    users: userTable({
      ids: ['007', '9007199254740993', 'ünï😀', '__proto__'],
      columns: { country: ['DE', null, 'FR', 'DE'], __plan: ['free', 'pro', 'free', null] },
    }),
    items: itemTable({
      ids: ['v1', 'https://x.example/?a=1&b="2"', 'v3'],
      titles: ['One', 'Two, "quoted"\nand broken', ''],
      descriptions: ['first', '', 'third'],
      tags: [['a', 'b, c'], [], ['"']],
      categories: [['Drama', 'Comedy'], [], ['Comedy']],
      creators: ['ann', null, 'ann'],
      publishedAtMs: [1_500_000_000_000, NaN, -86_400_000],
      durationSeconds: [61.5, NaN, 10],
      columns: {
        price: { type: 'number', values: Float64Array.of(0.99, NaN, -1) },
        'first, seen': { type: 'date', values: Float64Array.of(1_500_000_000_000, NaN, 0) },
        free: { type: 'boolean', values: Float64Array.of(1, 0, NaN) },
        'country:text': { type: 'text', ...categoricalColumn(['DE', null, '007']) },
        moods: { type: 'labels', ...multiLabelColumn([['calm', 'a|b'], [], ['calm']]) },
      },
    }),
    interactions: interactionTable({
      users: [0, 1, 0, 2, 3, 0],
      items: [0, 1, 2, 0, 0, 0],
      kinds: ['view', 'like'],
      kindCodes: [0, 1, 0, 0, 0, 0],
      values: [0.5, NaN, 5, -1, 0, 0.5],
      timestampsMs: [1_600_000_000_000, NaN, 1_600_000_100_000, 1_600_000_050_000, 5, 1_600_000_000_000],
      columns: {
        position: { type: 'number', values: Float64Array.of(1, 2, NaN, 4, 5, 6) },
        device: { type: 'text', ...categoricalColumn(['tv', 'phone', null, 'tv', '=1', 'tv']) },
        shown: { type: 'labels', ...multiLabelColumn([['v1', 'v3'], [], [], ['v3'], [], []]) },
      },
    }),
  });
}

const plainFurther = (columns: FurtherColumns) =>
  Object.entries(columns).map(([name, column]) => [
    name,
    column.type,
    Array.from({ length: rowCount(column) }, (_, row) => furtherCell(column, row)),
  ]);

/** A dataset's contents as plain values, for comparisons. */
export const plain = ({ name, users, items, interactions, fingerprint }: Dataset) => ({
  name,
  users: { ids: [...users.ids.ids], columns: Object.entries(users.columns).map(([key, { labels, codes }]) => [key, labels, [...codes]]) },
  items: {
    ids: [...items.ids.ids],
    titles: items.titles,
    descriptions: items.descriptions,
    tags: items.tags,
    categories: [items.categories.labels, [...items.categories.offsets], [...items.categories.codes]],
    creators: [items.creators.labels, [...items.creators.codes]],
    publishedAtMs: [...items.publishedAtMs],
    durationSeconds: [...items.durationSeconds],
    columns: plainFurther(items.columns),
  },
  interactions: {
    users: [...interactions.users],
    items: [...interactions.items],
    kinds: interactions.kinds,
    kindCodes: [...interactions.kindCodes],
    values: [...interactions.values],
    timestampsMs: [...interactions.timestampsMs],
    columns: plainFurther(interactions.columns),
  },
  fingerprint,
});
