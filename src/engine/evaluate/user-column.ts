import { heapArrays, type ArraySource } from '../core/short-lived';
import type { MetricResult, TieBounds, UndefinedReason } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { JudgedList } from './judgements/judged-list';
import { type MetricDefinition, needNames, type TieExpectation, type UserMeasure, type UserMetric } from './metrics/metric';
import type { MetricSpec } from './metrics/metric-spec';
import { depthNotes, type EvaluatedDepth } from './evaluated-depth';
import type { TieSensitive } from './ties/ties';

/** Missing inputs of a metric as text; empty if it can be computed. */
export const missingNeeds = (metric: MetricDefinition, context: EvaluationContext): string[] =>
  (metric.needs ?? []).filter((need) => context[need] === undefined).map((need) => needNames[need]);

/** One per-user metric while a run is being measured: a value or a reason for every user. */
export class UserColumn {
  readonly #values: Float64Array;
  readonly #excluded: Partial<Record<UndefinedReason, number>> = {};
  readonly #missing: readonly string[];
  readonly #measure: UserMeasure;
  readonly #tieExpectation: TieExpectation | 'unknown' | undefined;
  /** Sums over affected users of what ties could take away or add. */
  readonly #ties = { minimum: 0, expected: 0, maximum: 0, users: 0 };

  readonly #tieExtremes = new Map<number, readonly [number, number]>();
  readonly #reach: EvaluatedDepth;

  constructor(
    readonly spec: MetricSpec,
    readonly metric: UserMetric,
    context: EvaluationContext,
    userCount: number,
    reach: EvaluatedDepth,
    arrays: ArraySource = heapArrays,
  ) {
    this.#reach = reach;
    this.#values = arrays.doubles(userCount);
    this.#missing = missingNeeds(metric, context);
    const request = { cutoff: reach.cutoff, params: spec.params, context };
    const computable = this.#missing.length === 0;
    this.#measure = computable ? metric.prepare(request) : () => NaN;
    this.#tieExpectation = computable ? metric.tieExpectation?.(request) : undefined;
  }

  /** The user is excluded by convention. */
  leaveOut(u: number): void {
    this.#values[u] = NaN;
    this.#excluded['cold-user'] = (this.#excluded['cold-user'] ?? 0) + 1;
  }

  /** @param listed whether the run has a list, be it empty, for user `u`. */
  record(u: number, list: JudgedList, listed: boolean, zeroForMissing: boolean): void {
    const { metric } = this;
    let reason: UndefinedReason | undefined;
    let value = NaN;
    if (this.#missing.length > 0) reason = 'missing-input';
    else if (metric.needsRelevant && list.relevantCount === 0) reason = 'no-relevant-items';
    else if (!listed) reason = 'no-list';
    else {
      value = this.#measure(list);
      if (Number.isNaN(value)) reason = metric.undefinedReason ?? 'not-computable';
    }
    if (reason !== undefined) {
      if (zeroForMissing && metric.needsRelevant && (reason === 'no-relevant-items' || reason === 'no-list')) value = 0;
      else this.#excluded[reason] = (this.#excluded[reason] ?? 0) + 1;
    }
    this.#values[u] = value;
  }

  /** What the order of equal scores could change; undefined for metrics that it does not touch. */
  get tieSensitive(): TieSensitive | undefined {
    if (this.#tieExpectation === undefined) return undefined;
    return {
      measure: this.#measure,
      expectation: this.#tieExpectation,
      addTies: (user, minimum, expected, maximum) => {
        this.#ties.minimum += minimum - this.#values[user];
        this.#ties.expected += expected - this.#values[user];
        this.#ties.maximum += maximum - this.#values[user];
        this.#ties.users++;
        this.#tieExtremes.set(user, [minimum, maximum]);
      },
    };
  }

  result(): MetricResult {
    let sum = 0;
    let count = 0;
    const values = this.#values;
    for (let u = 0; u < values.length; u++) {
      if (Number.isNaN(values[u])) continue;
      sum += values[u];
      count++;
    }
    const ties = this.#tieBounds(sum, count);
    return {
      spec: this.spec.spec,
      metricId: this.metric.id,
      cutoff: this.spec.cutoff,
      scope: 'user',
      values: this.#values,
      value: count === 0 ? NaN : sum / count,
      evaluatedCount: count,
      excludedCount: this.#values.length - count,
      excludedBecause: this.#excluded,
      ...(this.#missing.length > 0 && { note: `needs ${this.#missing.join(' and ')}` }),
      ...depthNotes(this.#reach),
      ...(ties && { ties, tieExtremes: this.#tieExtremes }),
    };
  }

  #tieBounds(sum: number, count: number): TieBounds | undefined {
    const { minimum, expected, maximum, users } = this.#ties;
    if (users === 0) return undefined;
    const mean = (shift: number): number => (sum + shift) / count;
    return {
      minimum: mean(minimum),
      expected: Number.isNaN(expected) ? undefined : mean(expected),
      maximum: mean(maximum),
      affectedUserCount: users,
    };
  }
}
