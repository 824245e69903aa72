import { numericColumns } from '#engine/rerank/signal-kinds/video-numbers';
import type { OpenWorkspace } from './open-workspace';

export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

const named = (names: readonly string[]): Suggestion[] => names.map((name) => ({ value: name, label: name }));

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
    userColumns: named(Object.keys(users.columns)),
  };
}
