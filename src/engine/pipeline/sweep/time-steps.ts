import type { RelevanceSettings } from '#shared/schemas/experiment';
import { buildQrels } from '../../evaluate/judgements/qrels';
import type { Dataset } from '../../model/dataset';
import type { Qrels } from '../../model/run';
import type { TrainingView } from '../../model/training-view';

/** Judgements of a part of the interactions, and of all those before it. */
export interface TimeStep {
  readonly earlier: Qrels;
  readonly later: Qrels;
}

/**
 * The interactions at `positions` in `count` consecutive parts, each with about as many; a step to every part but the first. Interactions
 * without a time come first, and equal times stay in their order.
 */
export function timeSteps(
  view: TrainingView,
  dataset: Dataset,
  positions: Int32Array,
  relevance: RelevanceSettings,
  { count, excludeSeen }: { readonly count: number; readonly excludeSeen: boolean },
): TimeStep[] {
  const { timestampsMs } = dataset.interactions;
  const timeOf = (position: number): number => (Number.isNaN(timestampsMs[position]) ? -Infinity : timestampsMs[position]);
  const ordered = positions.slice().sort((a, b) => Math.sign(timeOf(a) - timeOf(b)) || a - b);
  const startOf = (part: number): number => Math.floor((part * ordered.length) / count);
  const judge = (from: number, to: number): Qrels =>
    buildQrels(dataset, ordered.slice(from, to).sort(), relevance, excludeSeen ? { excludeSeenIn: view.interactions } : {});
  return Array.from({ length: count - 1 }, (_, step) => ({
    earlier: judge(0, startOf(step + 1)),
    later: judge(startOf(step + 1), startOf(step + 2)),
  }));
}
