import { numericColumns } from '#engine/rerank/signal-kinds/video-numbers';
import { videoColumns } from '#engine/core/conditions/table-columns';
import type { FurtherColumn, ItemTable } from '#engine/model/dataset';
import type { OpenWorkspace } from './open-workspace';

export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

const named = (names: readonly string[]): Suggestion[] => names.map((name) => ({ value: name, label: name }));

/** Columns that filters of videos can name, with what their cells are. */
const filterColumns = (items: ItemTable): Suggestion[] => {
  const table = videoColumns(items);
  return table.names.map((name) => ({ value: name, label: `${name} (${kindOf(table.column(name))})` }));
};

const kindOf = (column: FurtherColumn | undefined): string => (column?.type === 'boolean' ? 'yes/no' : (column?.type ?? 'text'));

/** What the parameters of kinds may name, by the `suggestions` of their schemas. */
export async function signalInputs(workspace: OpenWorkspace): Promise<Record<string, Suggestion[]>> {
  const dataset = await workspace.findDataset();
  if (!dataset) return {};
  const { items, users } = dataset;
  return {
    videoNumbers: named(numericColumns(dataset)),
    videoColumns: named(['category', 'creator', 'tags', ...Object.keys(items.columns)]),
    runs: (await workspace.runs.list()).map(({ sha256, file }) => ({ value: sha256, label: `${file} (${sha256.slice(0, 8)}…)` })),
    vectors: (await workspace.vectors.list()).map(({ sha256, file }) => ({ value: sha256, label: `${file} (${sha256.slice(0, 8)}…)` })),
    filterColumns: filterColumns(items),
    userColumns: named(Object.keys(users.columns)),
  };
}
