import type { RegistryEntry } from '../core/registry';
import type { ScoredItems } from '../model/candidates';
import type { CandidateRequest, TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';

/** A source prepared for one view: all expensive work is done. */
export interface PreparedSource {
  /**
   * At most `limit` items per request, best first, ties by ascending item row; aligned with `requests`. Only known
   * items (view.knownItems) come back, and never one of the request's `exclude`: both are applied before the cut.
   * A request on which the source has no data gets an empty list.
   */
  retrieve(requests: readonly CandidateRequest[], limit: number, context?: TaskContext): Promise<ScoredItems[]>;
}

/** A way to find candidates for a user, a text query or a seed video. */
export interface CandidateSource<Params = unknown> extends RegistryEntry<Params> {
  /** Required artifacts; without them the source returns empty lists. */
  readonly needs: readonly ('factors' | 'embeddings')[];
  /** True where the answer is the same whatever the query, user or video. */
  readonly ignoresRequest?: boolean;
  /** True for a well-known recommender that is offered as a baseline. */
  readonly isBaseline?: boolean;
  /** What a source reads that was made elsewhere and may know the test period, in words; absent: it knows the view alone. */
  madeElsewhere?(params: Params, view: Pick<TrainingView, 'vectorFiles'>): Promise<string>;
  prepare(view: TrainingView, params: Params, context?: TaskContext): Promise<PreparedSource>;
}

export const noItems: ScoredItems = { items: new Int32Array(0), scores: new Float64Array(0) };

/** A source without data for this view. */
export const silentSource: PreparedSource = { retrieve: async (requests) => requests.map(() => noItems) };
