import { RankLabError } from '#shared/errors';
import type { TrainingView } from '../model/training-view';
import type { Side } from './sides';

/** Every fitted part of a view, with the latest timestamp it saw (ms). */
function fittedParts(view: TrainingView): { name: string; latestTimestampMs: number }[] {
  return [
    { name: 'interactions', latestTimestampMs: view.latestTimestampMs },
    ...(view.embeddings ? [{ name: 'embeddings', latestTimestampMs: view.embeddings.latestTimestampMs }] : []),
    ...(view.factors ? [{ name: 'factors', latestTimestampMs: view.factors.latestTimestampMs }] : []),
  ];
}

/**
 * The leakage check: no input of a ranking may have seen data beyond the split. `accepted`: the user accepts a leak, and the run is labelled instead
 * of refused. @returns labels that every export of the numbers must carry (a split that ignores time leaks by design). @throws LEAKAGE naming the
 * part and both timestamps, when a fitted part saw data after the end of training.
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
    labels.push(`Leak accepted: t${leak}; these numbers are optimistic`);
  }
  if (split.respectsTime) return labels;
  return [
    ...labels,
    `Split “${split.id}” does not respect time: some training interactions are newer than test ones, so these numbers may be optimistic`,
  ];
}
