import type { Evaluation, MetricResult, UndefinedReason } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Qrels, Run } from '../model/run';
import { Judge } from './judged-list';
import { type GlobalMetric, type MetricDefinition, needNames, type UserMeasure, type UserMetric } from './metric';
import type { MetricSpec } from './metric-spec';
import { metricRegistry } from './metrics/registry';

export interface EvaluateOptions {
  /** Users without relevant items, or without a list, count as 0 (trec_eval −c) instead of being excluded. */
  readonly countMissingAsZero?: boolean;
}

interface UserColumn {
  readonly metric: UserMetric;
  readonly measure: UserMeasure | undefined;
  readonly values: Float64Array;
  readonly excluded: Partial<Record<UndefinedReason, number>>;
}

/**
 * Measures a run against judgements. Users are those of the qrels; lists of other users are ignored. A judged user the run
 * says nothing about has no value (`no-list`), whereas an empty list is a failed one and scores 0. Means are macro averages
 * over users with a value. O(users × list length); one pass over the lists for all per-user metrics.
 */
export function evaluateRun(
  run: Run,
  qrels: Qrels,
  specs: readonly MetricSpec[],
  context: EvaluationContext,
  { countMissingAsZero = false }: EvaluateOptions = {},
): Evaluation {
  const listOf = matchUsers(qrels.users, run.users);
  const columns = specs.map((spec) => prepareUserColumn(spec, context, qrels.users.length));
  measureUsers(new Judge(run, qrels), listOf, columns, countMissingAsZero);
  const lists = listOf.filter((index) => index >= 0);
  const metrics = specs.map((spec, s) => {
    const column = columns[s];
    return column ? summarise(spec, column, context) : measureGlobal(spec, run, lists, qrels.users.length, context);
  });
  return { users: qrels.users, metrics, source: { run, context } };
}

/** For every qrels user its index in the run, −1 when absent. Both ascend. */
function matchUsers(judged: Int32Array, listed: Int32Array): Int32Array {
  const matched = new Int32Array(judged.length).fill(-1);
  for (let u = 0, r = 0; u < judged.length; u++) {
    while (r < listed.length && listed[r] < judged[u]) r++;
    if (r < listed.length && listed[r] === judged[u]) matched[u] = r;
  }
  return matched;
}

const missingNeeds = (metric: MetricDefinition, context: EvaluationContext): string[] =>
  (metric.needs ?? []).filter((need) => context[need] === undefined).map((need) => needNames[need]);

function prepareUserColumn(spec: MetricSpec, context: EvaluationContext, userCount: number): UserColumn | undefined {
  const metric = metricRegistry.get(spec.metricId);
  if (metric.scope === 'global') return undefined;
  const computable = missingNeeds(metric, context).length === 0;
  const request = { cutoff: spec.cutoff ?? Infinity, params: spec.params, context };
  return { metric, measure: computable ? metric.prepare(request) : undefined, values: new Float64Array(userCount), excluded: {} };
}

function measureUsers(judge: Judge, listOf: Int32Array, columns: readonly (UserColumn | undefined)[], zeroForMissing: boolean): void {
  const active = columns.filter((column) => column !== undefined);
  if (active.length === 0) return;
  for (let u = 0; u < listOf.length; u++) {
    const list = judge.read(u, listOf[u]);
    for (const column of active) {
      const { metric, measure } = column;
      let reason: UndefinedReason | undefined;
      let value = NaN;
      if (!measure) reason = 'missing-input';
      else if (metric.needsRelevant && list.relevantCount === 0) reason = 'no-relevant-items';
      else if (listOf[u] < 0) reason = 'no-list';
      else {
        value = measure(list);
        if (Number.isNaN(value)) reason = metric.undefinedReason ?? 'not-computable';
      }
      if (reason !== undefined) {
        if (zeroForMissing && (reason === 'no-relevant-items' || (reason === 'no-list' && metric.needsRelevant))) value = 0;
        else column.excluded[reason] = (column.excluded[reason] ?? 0) + 1;
      }
      column.values[u] = value;
    }
  }
}

function summarise(spec: MetricSpec, column: UserColumn, context: EvaluationContext): MetricResult {
  const { values, metric, excluded } = column;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  const missing = missingNeeds(metric, context);
  return {
    spec: spec.spec,
    metricId: metric.id,
    cutoff: spec.cutoff,
    scope: 'user',
    values,
    value: count === 0 ? NaN : sum / count,
    evaluatedCount: count,
    excludedCount: values.length - count,
    excludedBecause: excluded,
    ...(missing.length > 0 && { note: `needs ${missing.join(' and ')}` }),
  };
}

function measureGlobal(spec: MetricSpec, run: Run, lists: Int32Array, userCount: number, context: EvaluationContext): MetricResult {
  const metric = metricRegistry.get(spec.metricId) as GlobalMetric;
  const missing = missingNeeds(metric, context);
  const request = { cutoff: spec.cutoff ?? Infinity, params: spec.params, context };
  const value = missing.length === 0 && lists.length > 0 ? metric.prepare(request)(run, lists) : NaN;
  const evaluated = missing.length === 0 ? lists.length : 0;
  const absent = userCount - lists.length;
  return {
    spec: spec.spec,
    metricId: metric.id,
    cutoff: spec.cutoff,
    scope: 'global',
    values: new Float64Array(0),
    value,
    evaluatedCount: evaluated,
    excludedCount: userCount - evaluated,
    excludedBecause: missing.length > 0 ? { 'missing-input': userCount } : absent > 0 ? { 'no-list': absent } : {},
    ...(missing.length > 0 && { note: `needs ${missing.join(' and ')}` }),
  };
}
