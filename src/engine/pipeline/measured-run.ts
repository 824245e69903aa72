import type { EvaluateOptions } from '../evaluate/evaluate-run';
import type { Evaluation } from '../model/evaluation';
import type { Run } from '../model/run';
import type { ListCounts } from './list-counts';

/** A variant's lists, measured. */
export interface MeasuredRun {
  /** As deep as the metrics read and equal scores go. */
  readonly run: Run;
  readonly evaluation: Evaluation;
  readonly options: EvaluateOptions;
  readonly lists: ListCounts;
}
