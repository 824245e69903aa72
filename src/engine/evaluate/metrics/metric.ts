import type { RegistryEntry } from '../../core/registry';
import type { UndefinedReason } from '../../model/evaluation';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Run } from '../../model/run';
import type { JudgedList } from '../judgements/judged-list';

/** Settings of a metric, prepared once per run. */
export interface MetricRequest<Params = unknown> {
  /** Positions that count; Infinity for the whole list. */
  readonly cutoff: number;
  readonly params: Params;
  readonly context: EvaluationContext;
}

/** One user's value; NaN means undefined for `undefinedReason`. Called once per user, must not allocate. */
export type UserMeasure = (list: JudgedList) => number;

/** A stretch of equal scores, as 0-based positions [start, end). */
export interface TieGroup {
  readonly start: number;
  readonly end: number;
}

/**
 * The mean of a metric over all orders of tied stretches; `linear` when the metric adds up independent gains of
 * positions. `grades` holds one grade per position, NaN where not judged.
 */
export type TieExpectation =
  'linear' | ((list: JudgedList, grades: Float64Array, groups: readonly TieGroup[], measure: UserMeasure) => number);

/** The value over the given lists of a run. */
export type GlobalMeasure = (run: Run, listIndices: Int32Array) => number;

/** For every list the value without it (leave-one-out). */
export type LeaveOneOut = (run: Run, listIndices: Int32Array) => Float64Array;

interface MetricBase<Params = unknown> extends RegistryEntry<Params> {
  readonly formula: string;
  readonly source: string;
  readonly range: readonly [number, number];
  readonly direction: 'higher' | 'lower';
  readonly cutoff: 'required' | 'optional' | 'none';
  readonly edgePolicy: string;
  /** Incremented whenever a definition changes, so that numbers of different versions are never compared silently. */
  readonly version: number;
  /** Aliases of exactly this definition. */
  readonly aliases?: readonly string[];
  readonly needs?: readonly ContextNeed[];
  /** Reads as many positions as the user has relevant items, independent of the list depth. */
  readonly readsRelevantCount?: boolean;
  /** Id of the default definition of which this is a dialect. */
  readonly dialectOf?: string;
  /** Uses the grades, not only whether they are above 0. */
  readonly graded?: boolean;
}

export interface UserMetric<Params = unknown> extends MetricBase<Params> {
  readonly scope: 'user';
  /** Users without a relevant item have no value. */
  readonly needsRelevant: boolean;
  /** Why a list may have no value although all needs are met. */
  readonly undefinedReason?: UndefinedReason;
  prepare(request: MetricRequest<Params>): UserMeasure;
  /** Present when the order of tied scores can be explored: the value depends on grades by position alone. */
  tieExpectation?(request: MetricRequest<Params>): TieExpectation | 'unknown';
}

export interface GlobalMetric<Params = unknown> extends MetricBase<Params> {
  readonly scope: 'global';
  prepare(request: MetricRequest<Params>): GlobalMeasure;
  prepareLeaveOneOut(request: MetricRequest<Params>): LeaveOneOut;
}

export type MetricDefinition = UserMetric | GlobalMetric;

type ContextNeed = Exclude<keyof EvaluationContext, 'itemCount'>;

/** Names of needs in messages. */
export const needNames: Readonly<Record<ContextNeed, string>> = {
  trainingUserCount: 'the number of training users',
  itemUserCounts: 'training popularity',
  knownItems: 'the items known at training time',
  trainingInteractions: 'training histories',
  itemCategories: 'item categories',
  embeddings: 'content embeddings',
};

/** Whether there is a best list to fall short of: a metric of relevance, for which more is better. */
export const hasIdealList = (metric: MetricDefinition): boolean =>
  metric.scope === 'user' && metric.needsRelevant && metric.direction === 'higher';

/** Keeps a definition's parameter type under the registry's common type. */
export const userMetric = <Params>(definition: Omit<UserMetric<Params>, 'scope'>): UserMetric => ({ scope: 'user', ...definition });
export const globalMetric = <Params>(definition: Omit<GlobalMetric<Params>, 'scope'>): GlobalMetric => ({ scope: 'global', ...definition });
