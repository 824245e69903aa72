import { RankLabError } from '#shared/errors';
import type { TrainingView } from '../model/training-view';
import type { Side } from './sides';

/** Everything of a view that was fitted, with the latest moment it saw (ms). */
function fittedParts(view: TrainingView): { name: string; latestTimestampMs: number }[] {
  return [
    { name: 'interactions', latestTimestampMs: view.latestTimestampMs },
    ...(view.embeddings ? [{ name: 'embeddings', latestTimestampMs: view.embeddings.latestTimestampMs }] : []),
    ...(view.factors ? [{ name: 'factors', latestTimestampMs: view.factors.latestTimestampMs }] : []),
  ];
}

/**
 * The sentinel: nothing a ranking is made from may have seen past the split.
 * @returns labels that must follow the numbers wherever they go (a split that ignores time leaks by design).
 * @throws LEAKAGE naming the part and both moments, when a fitted part saw later than the end of training.
 */
export function checkLeakage(view: TrainingView, { split }: Side): string[] {
  if (!split) return [];
  for (const { name, latestTimestampMs } of fittedParts(view)) {
    if (latestTimestampMs > split.trainEndMs) {
      throw new RankLabError(
        'LEAKAGE',
        `The ${name} saw data up to ${new Date(latestTimestampMs).toISOString()}, but training ends at ${new Date(split.trainEndMs).toISOString()}`,
        { place: name, remedy: 'Rebuild the models on the training side of this split' },
      );
    }
  }
  if (split.respectsTime) return [];
  return [`Split “${split.id}” does not respect time: some training interactions are newer than test ones, so these numbers may flatter`];
}
