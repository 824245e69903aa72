import type { TieBounds } from '../../model/evaluation';

export interface TrecMeasurement {
  /** As asked for, or trec_eval's name for one value of a family. */
  readonly spec: string;
  readonly metricId: string;
  /** By our definition of that metric rather than trec_eval's measure. */
  readonly ours?: true;
  readonly cutoff: number | undefined;
  /** The mean over queries; sums of counts, geometric means of gm_map and gm_bpref; NaN for texts. */
  readonly value: number;
  /** Per query, aligned with `queries`. */
  readonly values: Float64Array;
  /** True where trec_eval gives the value of the whole run alone. */
  readonly summaryOnly: boolean;
  /** Per query, for relstring. */
  readonly texts?: readonly string[];
  /** The value of runid. */
  readonly text?: string;
  /** The mean under the worst, average and best order of equal scores, where another order changes it; of our metrics alone. */
  readonly ties?: TieBounds;
}
