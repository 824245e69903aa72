import type { RelevanceSettings } from '#shared/schemas/experiment';
import { buildQrels } from '../../evaluate/judgements/qrels';
import type { Dataset } from '../../model/dataset';
import type { Qrels } from '../../model/run';
import type { TrainingView } from '../../model/training-view';

/**
 * Judgements of `count` consecutive parts of the interactions at `positions`, each with about as many; interactions without a time
 * come first, and equal times stay in their order.
 */
export function timeFolds(
  view: TrainingView,
  dataset: Dataset,
  positions: Int32Array,
  relevance: RelevanceSettings,
  { count, excludeSeen }: { readonly count: number; readonly excludeSeen: boolean },
): Qrels[] {
  const { timestampsMs } = dataset.interactions;
  const timeOf = (position: number): number => (Number.isNaN(timestampsMs[position]) ? -Infinity : timestampsMs[position]);
  const ordered = positions.slice().sort((a, b) => Math.sign(timeOf(a) - timeOf(b)) || a - b);
  return Array.from({ length: count }, (_, fold) => {
    const part = ordered.slice(Math.floor((fold * ordered.length) / count), Math.floor(((fold + 1) * ordered.length) / count));
    return buildQrels(dataset, part.sort(), relevance, excludeSeen ? { excludeSeenIn: view.interactions } : {});
  });
}
