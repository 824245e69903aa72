import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';
import type { NumberNote } from '#shared/schemas/number-note';
import type { Evaluation, MetricComparison } from './evaluation';
import type { Qrels, Run } from './run';

/** One variant of a report: its lists, their evaluation, and the contributions that explain each item's position. */
export interface VariantReport {
  readonly name: string;
  /** Cut to the length of exported lists. */
  readonly run: Run;
  /** The same lists as deep as they were measured. */
  readonly measuredRun: Run;
  readonly evaluation: Evaluation;
  /** How many of the lists are fallbacks, empty, or left out by convention. */
  readonly lists?: { readonly count: number; readonly fallback: number; readonly empty: number; readonly leftOut: number };
  /** Against the baseline, corrected for the whole family; empty for the baseline. */
  readonly comparisons: readonly MetricComparison[];
  /** Names of the contributions: signals, then "diversity" when MMR is on. */
  readonly signals: readonly string[];
  /** Entry p of `run.items` has contribution s at `p * signals.length + s`; they sum to its score. */
  readonly contributions: Float64Array;
}

/** Everything an export may contain about one experiment; formats turn it into files. */
export interface ExperimentReport {
  readonly config: ExperimentConfig;
  readonly result: ExperimentResult;
  /** Notes of people on single numbers. */
  readonly notes?: readonly NumberNote[];
  /** Where the definition of each metric used comes from, by the metric's id. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Caveats to show wherever the numbers appear, e.g. "leakage: features saw past the split". */
  readonly labels: readonly string[];
  /** By user row. */
  readonly userIds: readonly string[];
  /** By item row. */
  readonly itemIds: readonly string[];
  readonly itemTitles: readonly string[];
  readonly qrels: Qrels;
  /** In the order of the configuration; the first one is the baseline. */
  readonly variants: readonly VariantReport[];
}
