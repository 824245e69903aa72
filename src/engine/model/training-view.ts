import type { CsrMatrix } from '../core/linear-algebra/matrix';
import type { Dataset } from './dataset';
import type { RunLibrary } from './foreign-run';
import type { ScoringService } from './scoring-service';
import type { VectorSearch } from './search';
import type { VectorLibrary } from './vector-space';
import type { Embeddings, Factors } from './vectors';

/**
 * Everything candidate sources and signals may use: the training side of a split, or all data when serving.
 * Nothing computed from it uses data later than `latestTimestampMs`.
 */
export interface TrainingView {
  readonly dataset: Dataset;
  /** Positions of the interactions in this view, ascending. */
  readonly positions: Int32Array;
  /** Users × items, 1 where the user interacted in the training side. */
  readonly interactions: CsrMatrix;
  /**
   * What models are fitted on, where that is less than `interactions`, which then also holds the history of users held out of
   * training. Undefined: the same as `interactions`.
   */
  readonly fitted?: CsrMatrix;
  /** Distinct training users per item. */
  readonly itemUserCounts: Float64Array;
  /** 1 for items known at training time: published, or interacted with, by then. */
  readonly knownItems: Uint8Array;
  /**
   * The moment the ranking is made for, “now” (ms): end of training, or the newest timestamp when serving; NaN without timestamps.
   * Timestamps after `latestNowMs` do not count.
   */
  readonly referenceTimeMs: number;
  readonly latestNowMs: number;
  /** Latest interaction that influenced this view (ms); NaN without timestamps. */
  readonly latestTimestampMs: number;
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors | undefined;
  /** Over item vectors; ids are item rows. Undefined until built. */
  readonly contentIndex: VectorSearch | undefined;
  /** Inner product over item factors; ids are item rows. */
  readonly factorIndex: VectorSearch | undefined;
  /** Query text → vector in the embeddings' space; undefined when there are no embeddings. */
  readonly embedQuery: ((text: string) => Promise<Float32Array>) | undefined;
  /** An item's vector as the build would have made it, for items that come later; undefined when the provider cannot. */
  readonly embedItem?: ((dataset: Dataset, row: number) => Promise<Float32Array>) | undefined;
  /** Rankings made elsewhere; undefined where there are none. What data they have used is declared, since it cannot be checked. */
  readonly foreignRuns?: RunLibrary | undefined;
  /** Vectors made elsewhere, declared likewise; undefined where there are none. */
  readonly vectorFiles?: VectorLibrary | undefined;
  /** Programs that score videos on request; undefined where none can be asked. */
  readonly scoringService?: ScoringService | undefined;
  readonly seed: number;
  /**
   * Sums over `positions` that a signal keeps from one growth of the view to the next, by name; a grown view shares it with
   * the one it grew from. Absent: everything is recomputed.
   */
  readonly accumulators?: Map<string, unknown>;
}

/** For whom candidates are sought. Exactly one of userRow, queryText and videoRow is set. */
export interface CandidateRequest {
  readonly userRow?: number;
  readonly queryText?: string;
  readonly videoRow?: number;
  /** Item rows that must not come back (seen, excluded, the seed video), ascending. */
  readonly exclude: Int32Array;
}
