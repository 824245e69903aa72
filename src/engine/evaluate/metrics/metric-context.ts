import type { EvaluationContext } from '../../model/evaluation-context';
import type { TrainingView } from '../../model/training-view';

/** The context of beyond-accuracy metrics, from the training side only. */
export function evaluationContextFrom(view: TrainingView): EvaluationContext {
  const { interactions, dataset, embeddings } = view;
  let trainingUserCount = 0;
  for (let user = 0; user < interactions.rows; user++) if (interactions.offsets[user + 1] > interactions.offsets[user]) trainingUserCount++;
  return {
    itemCount: dataset.items.ids.size,
    trainingUserCount,
    itemUserCounts: view.itemUserCounts,
    knownItems: view.knownItems,
    trainingInteractions: interactions,
    itemCategories: dataset.items.categories,
    ...(embeddings && { embeddings }),
  };
}
