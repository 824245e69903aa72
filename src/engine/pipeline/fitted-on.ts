import { RankLabError } from '#shared/errors';
import type { TrainingView } from '../model/training-view';

/**
 * The training view with the models of another one, such as the serving side's, which have seen everything. Histories,
 * popularity and the reference time stay those of the training side; the models carry the latest moment they saw.
 * @throws CONFLICT when the two are not of the same users and videos.
 */
export function withModelsOf(other: TrainingView, training: TrainingView): TrainingView {
  const sizes = ({ dataset }: TrainingView): string => `${dataset.users.ids.size} users and ${dataset.items.ids.size} videos`;
  if (sizes(other) !== sizes(training)) {
    throw new RankLabError('CONFLICT', `The models that serve are of ${sizes(other)}, the data of this experiment of ${sizes(training)}`, {
      place: 'fittedOn',
      remedy: 'Build the workspace again, so that what arrived since is part of both',
    });
  }
  const { embeddings, factors, contentIndex, factorIndex, embedQuery, embedItem } = other;
  return { ...training, embeddings, factors, contentIndex, factorIndex, embedQuery, embedItem };
}
