import type { TaskContext } from '#engine/ports';
import { indexBenchSchema, type IndexBench, type IndexBenchSettings } from '#shared/schemas/index-bench';
import type { AnnSelection } from '../ann/ann-selection';
import { benchIndexes } from '../ann/index-bench';
import { itemVectors } from '../ann/index-export';
import type { WorkspaceStore } from '../workspace/workspace-context';
import type { Models } from './models';

const stateKey = 'index-bench';

interface BenchedWorkspace {
  readonly models: Models;
  readonly store: WorkspaceStore;
}

/** Measures types of index on the workspace's serving vectors and keeps the result with the workspace. @throws NOT_BUILT */
export async function benchWorkspace(
  { models, store }: BenchedWorkspace,
  ann: AnnSelection,
  settings: IndexBenchSettings,
  context?: TaskContext,
): Promise<IndexBench> {
  const { view } = await models.recommender('serving');
  const source = itemVectors(view, settings.which);
  const queryRows = settings.which === 'factors' && view.factors ? view.factors.userFactors : source.vectors;
  const backend = ann.choose(settings.backend);
  await ann.reach(backend, context);
  const bench = await benchIndexes(backend, ann.choose('auto'), { ...source, queryRows }, settings, context);
  await store.state.save(stateKey, bench);
  return bench;
}

/** The last measurement; null if there is none. */
export async function lastIndexBench({ store }: Pick<BenchedWorkspace, 'store'>): Promise<IndexBench | null> {
  const stored = indexBenchSchema.safeParse(await store.state.load(stateKey));
  return stored.success ? stored.data : null;
}
