import type { TaskContext } from '#engine/ports';
import { indexBenchSchema, type IndexBench, type IndexBenchSettings } from '#shared/schemas/index-bench';
import type { AnnSelection } from './ann-selection';
import { benchIndexes } from './index-bench';
import { itemVectors } from './index-export';
import type { OpenWorkspace } from '../workspace/open-workspace';

const stateKey = 'index-bench';

/** Measures types of index on the workspace's serving vectors and keeps the result with the workspace. @throws NOT_BUILT */
export async function benchWorkspace(
  workspace: OpenWorkspace,
  ann: AnnSelection,
  settings: IndexBenchSettings,
  context?: TaskContext,
  backend = 'auto',
): Promise<IndexBench> {
  const { view } = await workspace.models.recommender('serving');
  const source = itemVectors(view, settings.which);
  const queryRows = settings.which === 'factors' && view.factors ? view.factors.userFactors : source.vectors;
  await ann.reach(ann.choose(backend), context);
  const bench = await benchIndexes(ann.choose(backend), ann.choose('auto'), { ...source, queryRows }, settings, context);
  await workspace.store.state.save(stateKey, bench);
  return bench;
}

/** What was measured last; null when nothing was. */
export async function lastIndexBench(workspace: OpenWorkspace): Promise<IndexBench | null> {
  const kept = indexBenchSchema.safeParse(await workspace.store.state.load(stateKey));
  return kept.success ? kept.data : null;
}
