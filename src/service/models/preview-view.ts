import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import { servingSide } from '#engine/pipeline/sides';
import { createTrainingView } from '#engine/pipeline/training-view';
import type { WorkspaceContext } from '../workspace/workspace-context';
import type { Models } from './models';

const bare = new WeakMap<Dataset, TrainingView>();

/** All data with the serving models, or without models where none are built: a column has values before any build. */
export async function previewView(workspace: WorkspaceContext, models: Models): Promise<TrainingView> {
  if (await models.isBuilt()) return (await models.recommender('serving')).view;
  const dataset = await workspace.dataset();
  let view = bare.get(dataset);
  if (!view) {
    const { positions, knownItems } = servingSide(dataset);
    const { runs: foreignRuns, vectors: vectorFiles, scoring: scoringService } = workspace;
    view = createTrainingView({ dataset, positions, knownItems, seed: 1, clockMs: Date.now(), foreignRuns, vectorFiles, scoringService });
    bare.set(dataset, view);
  }
  return view;
}
