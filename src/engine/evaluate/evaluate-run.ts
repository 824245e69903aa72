import type { ArraySource } from '../core/short-lived';
import type { Evaluation, MetricResult } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Qrels, Run } from '../model/run';
import { Judge } from './judgements/judged-list';
import type { GlobalMetric } from './metrics/metric';
import type { MetricSpec } from './metrics/metric-spec';
import { metricRegistry } from './metrics/registry';
import { everyIndex, sameRows } from './comparison/pairs';
import { depthNotes, evaluatedDepth, type ListLimits, type EvaluatedDepth } from './evaluated-depth';
import { TieExplorer } from './ties/ties';
import { missingNeeds, UserColumn } from './user-column';

export interface EvaluateOptions {
  /** Users without relevant items, or without a list, count as 0 (trec_eval −c) instead of being excluded. */
  readonly countMissingAsZero?: boolean;
  /** Computes how far the order of equal scores could change each accuracy metric; costs time only for ties. */
  readonly exploreTies?: boolean;
  /** Depth of the lists; default: complete lists. */
  readonly limits?: ListLimits;
  /** By user row, 1 for users excluded from every mean by convention. */
  readonly leftOut?: Uint8Array;
  /** Where per-user values are kept. */
  readonly arrays?: ArraySource;
}

/**
 * Measures a run against judgements. Users are those of the qrels; lists of other users are ignored. A judged user without a list has no value
 * (`no-list`), whereas an empty list scores 0. Means are macro averages over users with a value. O(users × list length); one pass over the lists for
 * all per-user metrics.
 */
export function evaluateRun(
  run: Run,
  qrels: Qrels,
  specs: readonly MetricSpec[],
  context: EvaluationContext,
  options: EvaluateOptions = {},
): Evaluation {
  const { limits, leftOut } = options;
  const listOf = withoutLeftOut(matchUsers(qrels.users, run.users), qrels.users, leftOut);
  const columns = specs.map((spec) => {
    const metric = metricRegistry.get(spec.metricId);
    if (metric.scope === 'global') return metric;
    return new UserColumn(spec, metric, context, qrels.users.length, evaluatedDepth(spec, metric, limits, qrels), options.arrays);
  });
  const userColumns = columns.filter((column) => column instanceof UserColumn);
  if (userColumns.length > 0) measureUsers(run, qrels, listOf, userColumns, options);
  const lists = listOf.some((index) => index < 0) ? listOf.filter((index) => index >= 0) : listOf;
  const metrics = columns.map((column, s) =>
    column instanceof UserColumn
      ? column.result()
      : measureGlobal(specs[s], column, run, { listOf, lists }, context, evaluatedDepth(specs[s], column, limits, qrels)),
  );
  return { users: qrels.users, metrics, source: { run, context, ...(leftOut && { leftOut }) } };
}

/** Entry of a user who is left out by convention. */
const outside = -2;

function withoutLeftOut(listOf: Int32Array, users: Int32Array, leftOut: Uint8Array | undefined): Int32Array {
  return leftOut ? listOf.map((index, u) => (leftOut[users[u]] === 1 ? outside : index)) : listOf;
}

/** For every qrels user its index in the run, −1 when absent. Both ascend. */
function matchUsers(judged: Int32Array, listed: Int32Array): Int32Array {
  if (sameRows(judged, listed)) return everyIndex(judged.length);
  const matched = new Int32Array(judged.length).fill(-1);
  for (let u = 0, r = 0; u < judged.length; u++) {
    while (r < listed.length && listed[r] < judged[u]) r++;
    if (r < listed.length && listed[r] === judged[u]) matched[u] = r;
  }
  return matched;
}

function measureUsers(
  run: Run,
  qrels: Qrels,
  listOf: Int32Array,
  columns: readonly UserColumn[],
  { countMissingAsZero = false, exploreTies = true }: EvaluateOptions,
): void {
  const judge = new Judge(run, qrels);
  const sensitive = exploreTies ? columns.map((column) => column.tieSensitive).filter((column) => column !== undefined) : [];
  const ties = new TieExplorer(run, sensitive);
  for (let u = 0; u < listOf.length; u++) {
    const r = listOf[u];
    if (r === outside) {
      for (const column of columns) column.leaveOut(u);
      continue;
    }
    const list = judge.read(u, r);
    for (const column of columns) column.record(u, list, r >= 0, countMissingAsZero);
    if (sensitive.length > 0 && list.hitCount > 0 && ties.hasTies(r)) ties.explore(u, r, list, judge.grades());
  }
}

function measureGlobal(
  spec: MetricSpec,
  metric: GlobalMetric,
  run: Run,
  { listOf, lists }: { listOf: Int32Array; lists: Int32Array },
  context: EvaluationContext,
  reach: EvaluatedDepth,
): MetricResult {
  const userCount = listOf.length;
  const missing = missingNeeds(metric, context);
  const request = { cutoff: reach.cutoff, params: spec.params, context };
  const value = missing.length === 0 && lists.length > 0 ? metric.prepare(request)(run, lists) : NaN;
  const evaluated = missing.length === 0 ? lists.length : 0;
  const leftOut = listOf.reduce((sum, index) => sum + (index === outside ? 1 : 0), 0);
  const absent = userCount - lists.length - leftOut;
  return {
    spec: spec.spec,
    metricId: metric.id,
    cutoff: spec.cutoff,
    scope: 'global',
    values: new Float64Array(0),
    value,
    evaluatedCount: evaluated,
    excludedCount: userCount - evaluated,
    excludedBecause:
      missing.length > 0
        ? { 'missing-input': userCount }
        : { ...(absent > 0 && { 'no-list': absent }), ...(leftOut > 0 && { 'cold-user': leftOut }) },
    ...depthNotes(reach),
    ...(missing.length > 0 && { note: `needs ${missing.join(' and ')}` }),
  };
}
