/** Why a user has no value. Excluded users are counted, never averaged in as zero (unless asked). */
export type UndefinedReason = 'no-relevant-items' | 'too-few-items' | 'no-category-history' | 'not-computable';

/** One metric's outcome on one run. */
export interface MetricResult {
  /** As asked for: "ndcg@10". */
  readonly spec: string;
  readonly metricId: string;
  readonly cutoff: number | undefined;
  readonly scope: 'user' | 'global';
  /** Per-user values aligned with Evaluation.users, NaN = undefined; empty for global metrics. */
  readonly values: Float64Array;
  /** Macro average over users with a value, or the global value; NaN when there is none. */
  readonly value: number;
  readonly evaluatedCount: number;
  readonly excludedCount: number;
  readonly excludedBecause: Readonly<Partial<Record<UndefinedReason, number>>>;
}

export interface Evaluation {
  /** User rows, ascending; every metric's `values` follow this order. */
  readonly users: Int32Array;
  readonly metrics: readonly MetricResult[];
}

export type Verdict = 'better' | 'worse' | 'undecided';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** One metric of one variant against the baseline, on the same users. */
export interface MetricComparison {
  readonly spec: string;
  readonly baselineValue: number;
  readonly value: number;
  /** Mean of per-user differences (variant − baseline), or difference of global values. */
  readonly difference: number;
  readonly interval: Interval;
  /** How the interval was made: "paired bootstrap (BCa)", "user bootstrap", … */
  readonly intervalMethod: string;
  /** Undefined for global metrics. */
  readonly pValue: number | undefined;
  readonly adjustedPValue: number | undefined;
  readonly test: string;
  readonly pairCount: number;
  readonly verdict: Verdict;
  /** One sentence for people. */
  readonly reason: string;
  /** About how many more users would decide it; undefined when decided or not computable. */
  readonly moreUsersNeeded: number | undefined;
}
