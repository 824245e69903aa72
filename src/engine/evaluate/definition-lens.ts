import { RankLabError } from '#shared/errors';
import type { Evaluation, MetricComparison } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Qrels, Run } from '../model/run';
import { compareEvaluations, type CompareSettings } from './compare';
import { evaluateRun } from './evaluate-run';
import { parseMetricSpec } from './metric-spec';
import { metricRegistry } from './metrics/registry';

/** How sure the winner's lead is: over the other run of which it is least sure. In the metric's own unit, positive = ahead. */
export interface Lead {
  /** Index of that run. */
  readonly over: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** The interval lies beyond 0: the winner is ahead of every run by more than chance explains. */
  readonly clear: boolean;
}

/** One way of computing what people call by the same name. */
export interface LensView {
  readonly spec: string;
  readonly metricId: string;
  readonly label: string;
  /** Users without relevant items or without a list count as 0 (trec_eval −c). */
  readonly countMissingAsZero: boolean;
  /** Per run; NaN where there is no value. */
  readonly values: readonly number[];
  readonly evaluatedCounts: readonly number[];
  /** Index of the best run, the first of equals; undefined when none has a value. */
  readonly winner: number | undefined;
  /** Another run wins than under the definition asked for. */
  readonly flips: boolean;
  /** Of every run but the first against the first, each by itself: nothing is corrected for the number of definitions. */
  readonly comparisons: readonly MetricComparison[];
  /** Undefined where nobody wins, or nobody else has a value. */
  readonly lead: Lead | undefined;
}

/**
 * The same runs under every dialect of a metric, with missing users excluded and counted as 0: does the winner depend on
 * whose definition one uses? The first view is the definition asked for. @param spec for example "recall@10".
 */
export function definitionLens(
  runs: readonly Run[],
  qrels: Qrels,
  spec: string,
  context: EvaluationContext,
  settings: CompareSettings,
): LensView[] {
  if (runs.length === 0) throw new RankLabError('INVALID_ARGUMENT', 'There is no run to look at', { place: 'runs' });
  const asked = parseMetricSpec(spec);
  const metric = metricRegistry.get(asked.metricId);
  const family = metric.dialectOf ?? metric.id;
  const dialects = metricRegistry.list().filter((other) => other.id === family || other.dialectOf === family);
  const others = dialects.filter(({ id, cutoff }) => id !== metric.id && (asked.cutoff !== undefined || cutoff !== 'required'));
  const specs = [asked.spec, ...others.map(({ id }) => (asked.cutoff === undefined ? id : `${id}@${asked.cutoff}`))];
  const views = [false, true].flatMap((zero) => specs.map((text) => view(runs, qrels, text, zero, context, settings)));
  return views.map((one) => ({ ...one, flips: one.winner !== views[0].winner }));
}

function view(
  runs: readonly Run[],
  qrels: Qrels,
  text: string,
  countMissingAsZero: boolean,
  context: EvaluationContext,
  settings: CompareSettings,
): Omit<LensView, 'flips'> {
  const spec = parseMetricSpec(text);
  const { label, direction } = metricRegistry.get(spec.metricId);
  const evaluations = runs.map((run) => evaluateRun(run, qrels, [spec], context, { countMissingAsZero, exploreTies: false }));
  const results = evaluations.map(({ metrics }) => metrics[0]);
  const values = results.map(({ value }) => value);
  const better = (a: number, b: number): boolean => (direction === 'higher' ? a > b : a < b);
  const winner = values.reduce<number | undefined>(
    (best, value, r) => (Number.isNaN(value) || (best !== undefined && !better(value, values[best])) ? best : r),
    undefined,
  );
  const comparisons = evaluations.slice(1).map((variant) => compareEvaluations(evaluations[0], variant, settings)[0]);
  return {
    spec: spec.spec,
    metricId: spec.metricId,
    label,
    countMissingAsZero,
    values,
    evaluatedCounts: results.map(({ evaluatedCount }) => evaluatedCount),
    winner,
    comparisons,
    lead: winner === undefined ? undefined : leastSureLead(winner, evaluations, comparisons, direction === 'higher' ? 1 : -1, settings),
  };
}

/**
 * Of the winner's leads over every other run, each at its own level, the one of which the data are least sure. Being the best is said
 * only where all of them say so (an intersection–union test: Berger 1982), so that nothing has to be corrected for the number of runs.
 * @param sign 1 where higher values are better, −1 where lower ones are.
 */
function leastSureLead(
  winner: number,
  evaluations: readonly Evaluation[],
  comparisons: readonly MetricComparison[],
  sign: 1 | -1,
  settings: CompareSettings,
): Lead | undefined {
  const over = (rival: number): Lead => {
    // What is known against the first run holds the other way round, too.
    if (winner === 0) return leadFrom(rival, comparisons[rival - 1], -sign);
    const known = rival === 0 ? comparisons[winner - 1] : compareEvaluations(evaluations[rival], evaluations[winner], settings)[0];
    return leadFrom(rival, known, sign);
  };
  const rivals = [...evaluations.keys()].filter((r) => r !== winner && !Number.isNaN(evaluations[r].metrics[0].value));
  const sureness = ({ low }: Lead): number => (Number.isNaN(low) ? -Infinity : low);
  return rivals.map(over).reduce<Lead | undefined>((least, lead) => (least && sureness(least) <= sureness(lead) ? least : lead), undefined);
}

/** @param sign −1 where the comparison's difference is negative when the winner is ahead. */
function leadFrom(over: number, { difference, interval }: MetricComparison, sign: number): Lead {
  const [low, high] = sign > 0 ? [interval.low, interval.high] : [-interval.high, -interval.low];
  return { over, difference: sign * difference, low, high, clear: low > 0 };
}
