import { isRankLabError } from '#shared/errors';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { PreparedSource } from './port';
import { candidateSources } from './registry';

/** A cache of prepared sources by view, id and parameters: a slider or a request must never refit a model. */
const preparedByView = new WeakMap<TrainingView, Map<string, Promise<PreparedSource>>>();
const openViews = new WeakMap<TrainingView, TrainingView>();

/**
 * The source prepared for this view, cached.
 * @throws INVALID_ARGUMENT for an unknown id or bad parameters, naming `place`.
 */
export async function prepareSource(
  view: TrainingView,
  id: string,
  rawParams: unknown,
  place: string,
  context?: TaskContext,
): Promise<PreparedSource> {
  const source = candidateSources.get(id, `${place}.id`);
  const params = parseParams(source, rawParams, `${place}.params`);
  const prepared = preparedByView.get(view) ?? new Map<string, Promise<PreparedSource>>();
  preparedByView.set(view, prepared);
  const key = `${id} ${JSON.stringify(params)}`;
  const known = prepared.get(key);
  if (known) {
    try {
      return await known;
    } catch (error) {
      // Another caller cancelled; this one has not.
      const cancelledElsewhere = isRankLabError(error) && error.code === 'CANCELLED' && !context?.signal?.aborted;
      if (!cancelledElsewhere) throw error;
      return prepareSource(view, id, rawParams, place, context);
    }
  }
  const preparedSource = source.prepare(view, params, context);
  prepared.set(key, preparedSource);
  // Do not cache a cancelled or failed preparation.
  preparedSource.catch(() => {
    if (prepared.get(key) === preparedSource) prepared.delete(key);
  });
  return preparedSource;
}

/**
 * Lets `view` have the sources that another view of the same interactions has prepared and that read nothing else: with other factors alone they
 * would be fitted again to the same models.
 */
export function takePrepared(view: TrainingView, from: TrainingView): void {
  const prepared = preparedByView.get(view) ?? new Map<string, Promise<PreparedSource>>();
  preparedByView.set(view, prepared);
  for (const [key, made] of preparedByView.get(from) ?? []) {
    const [id = ''] = key.split(' ', 1);
    if (candidateSources.get(id, 'source').isBaseline && !prepared.has(key)) prepared.set(key, made);
  }
  const open = openViews.get(from);
  if (open) takePrepared(withEveryItem(view), open);
}

/** The same view with every item of the dataset known; one per view, so that its sources are prepared once too. */
export function withEveryItem(view: TrainingView): TrainingView {
  if (view.knownItems.every((known) => known === 1)) return view;
  const open = openViews.get(view) ?? { ...view, knownItems: new Uint8Array(view.knownItems.length).fill(1) };
  openViews.set(view, open);
  return open;
}
