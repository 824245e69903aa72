import { createDataset, itemTable, userTable } from '#engine/dataset/assemble';
import { categoricalColumn, multiLabelColumn } from '#engine/dataset/columns';
import type { Dataset } from '#engine/model/dataset';
import type { SignalDefinitions } from '#shared/schemas/signal';
import { smallDataset } from '../../fixtures';

/** The small dataset with a column of every type for users and videos. */
export function datasetWithColumns(): Dataset {
  const { name, users, items, interactions } = smallDataset();
  const count = items.ids.size;
  const numbers = (valueOf: (row: number) => number): Float64Array => Float64Array.from({ length: count }, (_, row) => valueOf(row));
  const countries = ['DE', 'FR', null];
  const start = Math.min(...interactions.timestampsMs);
  return createDataset({
    name,
    users: userTable({
      ids: users.ids.ids,
      columns: { country: users.ids.ids.map((_, row) => countries[row % 3]), budget: users.ids.ids.map((_, row) => String(row % 7)) },
    }),
    items: itemTable({
      ...items,
      ids: items.ids.ids,
      columns: {
        margin: { type: 'number', values: numbers((row) => (row % 5 === 0 ? NaN : (row * 37) % 101)) },
        reviewed: { type: 'date', values: numbers((row) => (row % 4 === 0 ? NaN : start - row * 86_400_000)) },
        checked: { type: 'boolean', values: numbers((row) => row % 2) },
        country: { type: 'text', ...categoricalColumn(Array.from({ length: count }, (_, row) => countries[row % 3])) },
        markets: { type: 'labels', ...multiLabelColumn(Array.from({ length: count }, (_, row) => (row % 2 ? ['DE', 'US'] : ['FR']))) },
      },
    }),
    interactions,
  });
}

/** Definitions of every kind, by id. The suite fails for a kind that none of them has. */
export const examples: SignalDefinitions = {
  margin: { kind: 'column', params: { column: 'margin' }, direction: 'higher', knownAt: 'static' },
  recent: { kind: 'column', params: { column: 'reviewed', transform: 'half-life' }, direction: 'higher', knownAt: 'static' },
};

/** For each kind: its parameters changed to refer to something that is not in the data, and the place that the error names. */
export const broken: Readonly<Record<string, { readonly params: Record<string, unknown>; readonly place: string }>> = {
  column: { params: { column: 'nosuch' }, place: 'params.column' },
};
