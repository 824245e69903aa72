import { RankLabError } from '#shared/errors';
import type { TrainingView } from '../model/training-view';

/**
 * The training view with the models of another view, such as the serving side, fitted on all data. Histories, popularity and reference time stay
 * those of the training side; the models record the latest timestamp they saw. @throws CONFLICT when the users or videos differ.
 */
export function withModelsOf(other: TrainingView, training: TrainingView): TrainingView {
  const sizes = ({ dataset }: TrainingView): string => `${dataset.users.ids.size} users and ${dataset.items.ids.size} videos`;
  if (sizes(other) !== sizes(training)) {
    throw new RankLabError(
      'CONFLICT',
      `The serving models were built from ${sizes(other)}, the data of this experiment of ${sizes(training)}`,
      {
        place: 'fittedOn',
        remedy: 'Build the workspace again, so that both contain the newer data',
      },
    );
  }
  const { embeddings, factors, contentIndex, factorIndex, embedQuery, embedItem } = other;
  return { ...training, embeddings, factors, contentIndex, factorIndex, embedQuery, embedItem };
}
