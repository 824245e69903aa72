import type { EvaluationContext } from './evaluation-context';
import type { Run } from './run';

/**
 * Why a user has no value. Excluded users are counted, never averaged in as zero (unless requested). `no-list`: the run
 * has no list for a judged user; `cold-user`: users without history are left out by convention; `missing-input`: the metric
 * needs an input that the context does not have.
 */
export type UndefinedReason =
  | 'no-relevant-items'
  | 'too-few-items'
  | 'no-category-history'
  | 'no-history'
  | 'no-list'
  | 'cold-user'
  | 'missing-input'
  | 'not-computable';

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
  /** The missing input, in words, when no user has a value: "content embeddings". */
  readonly note?: string;
  /** Positions available to a metric without a cutoff; absent: the cutoff, or the whole list. */
  readonly depth?: number;
  /** Why fewer positions count than the metric requests, in words: "pool of 200". */
  readonly limitedBy?: string;
  /** The value under the worst, average and best order of tied scores; absent when no tie touches the cutoff. */
  readonly ties?: TieBounds;
  /** The users whose values depend on the order of equal scores: index in `values` → worst and best value. */
  readonly tieExtremes?: ReadonlyMap<number, readonly [minimum: number, maximum: number]>;
}

/** How much the order of equal scores could change a metric's mean. */
export interface TieBounds {
  readonly minimum: number;
  /** Mean over all orders of the ties; undefined where it has no closed form. */
  readonly expected: number | undefined;
  readonly maximum: number;
  /** Users with a tie across the cutoff, or with one whose order can change the metric. */
  readonly affectedUserCount: number;
}

export interface Evaluation {
  /** User rows, ascending; every metric's `values` follow this order. */
  readonly users: Int32Array;
  readonly metrics: readonly MetricResult[];
  /** The input of the values, so that users can be resampled for the intervals of global metrics. */
  readonly source?: { readonly run: Run; readonly context: EvaluationContext; readonly leftOut?: Uint8Array };
}

export type Verdict = 'better' | 'worse' | 'undecided';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** At the level that one test of a family is held against: it contains 0 exactly where the verdict is undecided. Unbounded ends are infinite. */
export interface CorrectedInterval extends Interval {
  readonly method: string;
}

/** One metric of one variant against the baseline, on the same users. */
export interface MetricComparison {
  readonly spec: string;
  readonly metricId: string;
  readonly baselineValue: number;
  readonly value: number;
  /** Mean of per-user differences (variant − baseline), or difference of global values. */
  readonly difference: number;
  /** Of `difference`; NaN when it cannot be estimated. */
  readonly standardError: number;
  readonly interval: Interval;
  /** The interval's method: "paired bootstrap (BCa)", "user bootstrap", … */
  readonly intervalMethod: string;
  /** For global metrics from the bootstrap over users; undefined when there is too little to test. */
  readonly pValue: number | undefined;
  readonly adjustedPValue: number | undefined;
  readonly test: string;
  /** The differences that the test does not reject at a level; only until the family is corrected. Undefined from it: Student's t has to do. */
  readonly invertTest?: (level: number) => { readonly low: number; readonly high: number } | undefined;
  /** Of `invertTest`, in words. */
  readonly invertedMethod?: string;
  /** By which the corrected verdict is given; absent before the correction, and where there is nothing to test. */
  readonly correctedInterval?: CorrectedInterval;
  /** The smallest p attainable by the test, and what more data would make it smaller. */
  readonly least?: LeastPValue;
  readonly pairCount: number;
  readonly verdict: Verdict;
  /** One sentence for display. */
  readonly reason: string;
  /**
   * About how many more users give 80% power, if the observed difference is the true one; undefined when decided, not computable, or
   * when more users would not help.
   */
  readonly moreUsersNeeded: number | undefined;
  /** The difference under the orders of equal scores that are worst and best for the variant; absent when ties change nothing. */
  readonly underTies?: { readonly asIs: ComparisonAtOrder; readonly worst: ComparisonAtOrder; readonly best: ComparisonAtOrder };
  /** Whether another order of equal scores would change the verdict. */
  readonly verdictDependsOnTies?: boolean;
  /** Further statistics of the pair of variants; absent in quick comparisons. */
  readonly details?: ComparisonDetails;
}

/** The smallest p attainable by a test, and what more data would make it smaller. */
export interface LeastPValue {
  readonly pValue: number;
  readonly limitedBy: 'permutations' | 'users';
}

/** A paired t-test of the differences under one order of equal scores. */
export interface ComparisonAtOrder {
  readonly difference: number;
  readonly interval: Interval;
  readonly pValue: number;
}

/** Further statistics of one paired comparison. Differences are variant − baseline, per user. */
export interface ComparisonDetails {
  readonly standardDeviation: number;
  /** Mean of the paired differences / their standard deviation (Cohen's dz). */
  readonly effectSize: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  readonly pairedT: { readonly statistic: number; readonly degreesOfFreedom: number; readonly pValue: number; readonly interval: Interval };
  readonly signFlip: { readonly pValue: number; readonly method: string; readonly least?: LeastPValue };
  readonly wilcoxonPratt: { readonly statistic: number; readonly pValue: number };
  readonly wilcoxonWilcox: { readonly statistic: number; readonly pValue: number };
  /** (variant − baseline) / baseline with a delta-method interval; undefined when the baseline is 0. */
  readonly relativeLift: { readonly value: number; readonly interval: Interval } | undefined;
  /** The smallest true difference that these users detect with 80% power, at the corrected level. */
  readonly minimumDetectableEffect: number;
  /** Users needed to detect the observed difference with 80% power, at the corrected level; undefined for a difference of 0. */
  readonly usersNeeded: number | undefined;
}
