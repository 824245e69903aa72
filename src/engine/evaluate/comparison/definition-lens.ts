import { RankLabError } from '#shared/errors';
import { throwIfCancelled } from '../../core/cancellation';
import type { Evaluation, MetricComparison } from '../../model/evaluation';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Qrels, Run } from '../../model/run';
import type { TaskContext } from '../../ports';
import { compareEvaluations, type CompareSettings } from './compare';
import { dialectsOf } from './dialects';
import { evaluateRun, type EvaluateOptions } from '../evaluate-run';
import { directionSign } from '../metrics/direction';
import { parseMetricSpec } from '../metrics/metric-spec';
import { metricRegistry } from '../metrics/registry';
import type { Correction } from '../statistics/corrections';
import { adjustFamily, isDecided } from './verdict';

/** Certainty of the winner's lead, against the run where it is least certain. In the metric's unit, positive = ahead. */
export interface Lead {
  /** Index of that run. */
  readonly over: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided, corrected as the verdicts are; undefined where nothing can be tested. */
  readonly pValue: number | undefined;
  /** The runs over which the lead is undecided, by the rule of the verdicts: corrected p ≤ 1 − confidence and an interval beyond 0. Empty: it is clear over every one. */
  readonly unclear: readonly number[];
}

interface LensSettings extends CompareSettings {
  /** By run: how far its lists go and who is left out of its means; left out: whole lists of everybody. */
  readonly reach?: readonly Pick<EvaluateOptions, 'limits' | 'leftOut'>[];
}

/** One definition of a metric's name. */
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
  /** Whether the winner differs from that of the requested definition. */
  readonly flips: boolean;
  /** Of every run but the first against the first, with verdicts: this definition replaces the metric in the family of tests. */
  readonly comparisons: readonly MetricComparison[];
  /** Undefined without a winner, or if no other run has a value. */
  readonly lead: Lead | undefined;
}

/** The tests corrected together with those of the metric; by default only its own. */
export interface TestFamily {
  readonly correction: Correction;
  /** Of the other metrics on screen, and of other groups where the runs are measured on one. */
  readonly others: readonly MetricComparison[];
  /** Tests whose p-values are not in `others`, such as earlier looks at the same users. */
  readonly testsElsewhere: number;
  /** All tests of the family: permutations must be enough for so many. */
  readonly testCount: number;
}

interface LensSettings extends CompareSettings {
  readonly family?: TestFamily;
}

/**
 * The same runs under every dialect of a metric, with missing users excluded and counted as 0: does the winner depend on the definition? The first
 * view is the requested definition. @param spec for example "recall@10".
 * @throws INVALID_ARGUMENT without a run or for an unknown metric; CANCELLED, checked between evaluations and comparisons.
 */
export async function definitionLens(
  runs: readonly Run[],
  qrels: Qrels,
  spec: string,
  context: EvaluationContext,
  settings: LensSettings,
  task: TaskContext = {},
): Promise<LensView[]> {
  if (runs.length === 0) throw new RankLabError('INVALID_ARGUMENT', 'There is no run to compare', { place: 'runs' });
  const definitions = definitionsOf(spec);
  const measure = measurer(runs, qrels, context, settings, task);
  const views: Omit<LensView, 'flips'>[] = [];
  for (const [done, definition] of definitions.entries()) {
    task.report?.(done / definitions.length, `${definition.spec}, definition ${done + 1} of ${definitions.length}`);
    views.push(await measure(definition));
  }
  return views.map((one) => ({ ...one, flips: one.winner !== views[0].winner }));
}

interface Definition {
  readonly spec: string;
  readonly countMissingAsZero: boolean;
}

function definitionsOf(spec: string): Definition[] {
  const requested = parseMetricSpec(spec);
  const [, ...others] = dialectsOf(requested.metricId, requested.cutoff !== undefined);
  const specs = [requested.spec, ...others.map(({ id }) => (requested.cutoff === undefined ? id : `${id}@${requested.cutoff}`))];
  return [false, true].flatMap((countMissingAsZero) => specs.map((one) => ({ spec: one, countMissingAsZero })));
}

/** Every evaluation and every comparison is a block of its own: with many users each takes a good part of a second. */
function measurer(runs: readonly Run[], qrels: Qrels, context: EvaluationContext, settings: LensSettings, task: TaskContext) {
  const block = async <Value>(work: () => Value): Promise<Value> => {
    await task.yieldToEventLoop?.();
    throwIfCancelled(task); // after the yield, during which a Cancel can arrive
    return work();
  };
  const compare: Compare = (baseline, variant) =>
    block(
      () => compareEvaluations(baseline, variant, { ...settings, ...(settings.family && { testCount: settings.family.testCount }) })[0],
    );

  return async ({ spec: text, countMissingAsZero }: Definition): Promise<Omit<LensView, 'flips'>> => {
    const spec = parseMetricSpec(text);
    const { label } = metricRegistry.get(spec.metricId);
    const evaluations: Evaluation[] = [];
    for (const [r, run] of runs.entries())
      evaluations.push(
        await block(() => evaluateRun(run, qrels, [spec], context, { countMissingAsZero, exploreTies: false, ...settings.reach?.[r] })),
      );
    const results = evaluations.map(({ metrics }) => metrics[0]);
    const values = results.map(({ value }) => value);
    const sign = directionSign(spec);
    const better = (a: number, b: number): boolean => sign * (a - b) > 0;
    const winner = values.reduce<number | undefined>(
      (best, value, r) => (Number.isNaN(value) || (best !== undefined && !better(value, values[best])) ? best : r),
      undefined,
    );
    const tests: MetricComparison[] = [];
    for (const variant of evaluations.slice(1)) tests.push(await compare(evaluations[0], variant));
    const comparisons = decide(tests, settings);
    const compareLead: Compare = async (baseline, variant) => decide([...tests, await compare(baseline, variant)], settings)[tests.length];
    return {
      spec: spec.spec,
      metricId: spec.metricId,
      label,
      countMissingAsZero,
      values,
      evaluatedCounts: results.map(({ evaluatedCount }) => evaluatedCount),
      winner,
      comparisons,
      lead: winner === undefined ? undefined : await leastCertainLead(winner, evaluations, comparisons, sign, compareLead),
    };
  };
}

/** The verdicts of one definition's tests within their family, by the usual rules. */
function decide(tests: readonly MetricComparison[], { family, ...settings }: LensSettings): MetricComparison[] {
  const { others, ...how } = family ?? { others: [] };
  return adjustFamily([...others, ...tests], { ...settings, ...how }).slice(others.length);
}

type Compare = (baseline: Evaluation, variant: Evaluation) => Promise<MetricComparison>;

/**
 * The least certain of the winner's leads over the other runs. A winner is clear only if all leads are. Selecting the winner from the data needs no
 * correction beyond two-sided tests, for any number of runs: the case most prone to error is that of two equal runs far ahead of the rest (Gutmann &
 * Maymin 1987, “Is the selected population the best?”, Annals of Statistics 15, for independent populations).
 * @param sign 1 where higher values are better, −1 where lower ones are.
 */
async function leastCertainLead(
  winner: number,
  evaluations: readonly Evaluation[],
  comparisons: readonly MetricComparison[],
  sign: 1 | -1,
  compare: Compare,
): Promise<Lead | undefined> {
  const leads: SingleLead[] = [];
  for (const [rival, { metrics }] of evaluations.entries()) {
    if (rival === winner || Number.isNaN(metrics[0].value)) continue;
    // Comparisons with the first run are reused with the sign reversed.
    if (winner === 0) leads.push(leadFrom(rival, comparisons[rival - 1], -sign));
    else leads.push(leadFrom(rival, rival === 0 ? comparisons[winner - 1] : await compare(evaluations[rival], evaluations[winner]), sign));
  }
  const [least] = leads.toSorted((a, b) => uncertaintyOf(b) - uncertaintyOf(a));
  if (!least) return undefined;
  const { isClear: _isClear, ownP: _ownP, ...lead } = least;
  return { ...lead, unclear: leads.filter(({ isClear }) => !isClear).map(({ over }) => over) };
}

interface SingleLead extends Omit<Lead, 'unclear'> {
  readonly isClear: boolean;
  /** The uncorrected p of the pair: corrected ones may be equal. */
  readonly ownP: number | undefined;
}

/** By p, not by the interval's end: a tiny lead that may be a coin toss ends closer to 0 than a large one that is nearly clear. */
function uncertaintyOf({ isClear, difference, ownP }: SingleLead): number {
  if (isClear) return ownP ?? 0;
  // On the users with a value in both, the winner may be behind; then there is no certain lead.
  return difference > 0 ? 1 + (ownP ?? 1) : 3;
}

/** @param sign −1 where the comparison's difference is negative when the winner is ahead. */
function leadFrom(over: number, comparison: MetricComparison, sign: number): SingleLead {
  const { interval, adjustedPValue: pValue, pValue: ownP } = comparison;
  const difference = sign * comparison.difference;
  const [low, high] = sign > 0 ? [interval.low, interval.high] : [-interval.high, -interval.low];
  return { over, difference, low, high, pValue, ownP, isClear: difference > 0 && isDecided(pValue, interval, 1 - interval.level) };
}
