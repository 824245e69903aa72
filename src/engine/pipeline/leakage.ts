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
 * The sentinel: nothing a ranking is made from may have seen past the split. `accepted`: a person insists on a run that
 * leaks; it is labelled instead of refused.
 * @returns labels that must follow the numbers wherever they go (a split that ignores time leaks by design).
 * @throws LEAKAGE naming the part and both moments, when a fitted part saw later than the end of training.
 */
export function checkLeakage(view: TrainingView, { split }: Side, accepted = false): string[] {
  if (!split) return [];
  const labels: string[] = [];
  for (const { name, latestTimestampMs } of fittedParts(view)) {
    if (!(latestTimestampMs > split.trainEndMs)) continue;
    const leak = `he ${name} saw data up to ${new Date(latestTimestampMs).toISOString()}, but training ends at ${new Date(split.trainEndMs).toISOString()}`;
    if (!accepted) {
      throw new RankLabError('LEAKAGE', `T${leak}`, {
        place: name,
        remedy: 'Fit the models on the training side of this split, or accept the leak: every export will then be labelled',
      });
    }
    labels.push(`Leak accepted: t${leak}; these numbers flatter`);
  }
  if (split.respectsTime) return labels;
  return [
    ...labels,
    `Split “${split.id}” does not respect time: some training interactions are newer than test ones, so these numbers may flatter`,
  ];
}
