import { labelsAt } from '../../core/containers/label-columns';
import type { CategoricalColumn, Dataset, FurtherColumn, FurtherColumns, MultiLabelColumn } from '../../model/dataset';
import { furtherHeader, interactionColumns, userColumnHeader, userIdColumn, videoColumns } from '../csv-files';
import type { ExportCell, ExportColumn, ExportTable } from './export-table';
import type { RowSelection } from './select-rows';

type CellOf = (row: number) => ExportCell;

const text = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
const number = (value: number): number | null => (Number.isNaN(value) ? null : value);
const isWhole = (values: Float64Array): boolean => values.every((value) => Number.isNaN(value) || Number.isSafeInteger(value));
const label =
  ({ labels, codes }: CategoricalColumn): CellOf =>
  (row) =>
    text(labels[codes[row]]);
const labelsOf =
  (column: MultiLabelColumn): CellOf =>
  (row) =>
    labelsAt(column, row);

const column = (header: string, type: ExportColumn['type'], cell: CellOf, more: Partial<ExportColumn> = {}): ExportColumn => ({
  header,
  name: header,
  type,
  cell,
  ...more,
});
const numbers = (header: string, type: 'number' | 'time', values: Float64Array): ExportColumn =>
  column(header, type, (row) => number(values[row]), { isWhole: isWhole(values) });

/** The columns' cells, indexed by position among the selected rows. */
const selected = (rows: Int32Array, columns: readonly ExportColumn[]): ExportColumn[] =>
  columns.map((each) => ({ ...each, cell: (place) => each.cell(rows[place]) }));

/** Users, videos and interactions of the selected rows, with every further column. */
export function datasetTables(dataset: Dataset, rows: RowSelection): ExportTable[] {
  const { users, items, interactions } = dataset;
  const [userIds, itemIds] = [users.ids.ids, items.ids.ids];
  const userTable: ExportColumn[] = [
    column(userIdColumn, 'text', (row) => userIds[row]),
    ...Object.entries(users.columns).map(([name, values]) => column(userColumnHeader(name), 'text', label(values), { name })),
  ];
  const [video, title, description, tags, category, creator, publishedAt, duration] = videoColumns;
  const videoTable: ExportColumn[] = [
    column(video, 'text', (row) => itemIds[row]),
    column(title, 'text', (row) => text(items.titles[row])),
    column(description, 'text', (row) => text(items.descriptions[row])),
    column(tags, 'labels', (row) => items.tags[row]),
    column(category, 'labels', labelsOf(items.categories)),
    column(creator, 'text', label(items.creators)),
    numbers(publishedAt, 'time', items.publishedAtMs),
    numbers(duration, 'number', items.durationSeconds),
    ...further(items.columns),
  ];
  const [user, ofVideo, kind, value, timestamp] = interactionColumns;
  const interactionTable: ExportColumn[] = [
    column(user, 'text', (row) => userIds[interactions.users[row]]),
    column(ofVideo, 'text', (row) => itemIds[interactions.items[row]]),
    column(kind, 'text', (row) => interactions.kinds[interactions.kindCodes[row]]),
    numbers(value, 'number', interactions.values),
    numbers(timestamp, 'time', interactions.timestampsMs),
    ...further(interactions.columns),
  ];
  return [
    { id: 'users', columns: selected(rows.users, userTable), count: rows.users.length },
    { id: 'videos', columns: selected(rows.videos, videoTable), count: rows.videos.length },
    { id: 'interactions', columns: selected(rows.interactions, interactionTable), count: rows.interactions.length },
  ];
}

const further = (columns: FurtherColumns): ExportColumn[] =>
  Object.entries(columns).map(([name, values]) => furtherColumn(name, furtherHeader(name, values), values));

function furtherColumn(name: string, header: string, values: FurtherColumn): ExportColumn {
  switch (values.type) {
    case 'text':
      return column(header, 'text', label(values), { name });
    case 'labels':
      return column(header, 'labels', labelsOf(values), { name });
    case 'boolean':
      return column(header, 'boolean', (row) => (Number.isNaN(values.values[row]) ? null : values.values[row] === 1), { name });
    default:
      return { ...numbers(header, values.type === 'date' ? 'time' : 'number', values.values), name };
  }
}
