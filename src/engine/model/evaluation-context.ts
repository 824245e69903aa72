import type { CsrMatrix } from '../core/linear-algebra/matrix';
import type { MultiLabelColumn } from './dataset';
import type { Embeddings } from './vectors';

/**
 * The training-side inputs of metrics beyond accuracy. All are optional: a metric with a missing input is undefined with
 * a reason, never 0.
 */
export interface EvaluationContext {
  /** Items of the dataset; rows of every array below. */
  readonly itemCount?: number;
  /** Users with at least one training interaction. */
  readonly trainingUserCount?: number;
  /** Distinct training users per item. */
  readonly itemUserCounts?: Float64Array;
  /** 1 for items known at training time: the candidate universe. */
  readonly knownItems?: Uint8Array;
  /** Users × items of the training side. */
  readonly trainingInteractions?: CsrMatrix;
  readonly itemCategories?: MultiLabelColumn;
  readonly embeddings?: Embeddings;
}
