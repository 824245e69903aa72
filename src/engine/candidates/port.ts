import type { RegistryEntry } from '../core/registry';
import type { ScoredItems } from '../model/candidates';
import type { CandidateRequest, TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';

/** A source made ready for one view: everything expensive is done. */
export interface PreparedSource {
  /**
   * At most `limit` items per request, best first, ties by ascending item row; aligned with `requests`. Only known
   * items (view.knownItems) come back, and never one of the request's `exclude`: both are applied before the cut.
   * A request the source knows nothing about gets an empty list.
   */
  retrieve(requests: readonly CandidateRequest[], limit: number, context?: TaskContext): Promise<ScoredItems[]>;
}

/** A way to find candidates for a user, a text query or a seed video. */
export interface CandidateSource<Params = unknown> extends RegistryEntry<Params> {
  /** What must have been built; without it the source answers nothing. */
  readonly needs: readonly ('factors' | 'embeddings')[];
  /** True for a known recommender that is offered as a baseline to compare with. */
  readonly standsAlone?: boolean;
  prepare(view: TrainingView, params: Params, context?: TaskContext): Promise<PreparedSource>;
}

export const noItems: ScoredItems = { items: new Int32Array(0), scores: new Float64Array(0) };

/** A source that has nothing to say for this view. */
export const silentSource: PreparedSource = { retrieve: async (requests) => requests.map(() => noItems) };
