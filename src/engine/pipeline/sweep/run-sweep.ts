import type { SweepInput, SweepResult } from '#shared/schemas/sweep';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { parseMetricSpec, parseMetricSpecs, type MetricSpec } from '../../evaluate/metrics/metric-spec';
import { directionSign } from '../../evaluate/metrics/direction';
import { metricRegistry } from '../../evaluate/metrics/registry';
import type { TaskContext } from '../../ports';
import type { EvaluationBench } from '../evaluation-bench';
import { chooseWinner } from './choose-winner';
import { brokenGuards } from './guards';
import { honestEstimate, type HonestEstimate } from './honest-winner';
import { evaluateOn, evaluateSetting, rankSetting, summarise, type RankedSetting, type SettingMeasurer } from './measure-setting';
import { objectivesOf } from './objectives';
import { checkParameters } from './parameters';
import { paretoFront } from './pareto';
import { sweepSearches } from './search/registry';
import { sweepStatements } from './sweep-statements';
import type { TimeStep } from './time-steps';
import { SettingTrials, type SettingStore, type Tried } from './try-settings';

export interface SweepHost extends SettingStore {
  /** Of the validation part. */
  readonly bench: EvaluationBench;
  /** From each part of the validation interactions to the next. */
  readonly steps: readonly TimeStep[];
}

/**
 * Tries settings of a variant and finds those that no other beats in every objective, and the winner by the first objective among
 * those that break no guard. Deterministic for a seed. The host's bench must be of the validation part.
 * @throws INVALID_ARGUMENT for paths, ranges, metrics and searches; CANCELLED.
 */
export async function runSweep(host: SweepHost, input: SweepInput, context?: TaskContext): Promise<SweepResult> {
  const objectives = input.objectives.map((metric) => parseMetricSpec(metric));
  checkParameters(input);
  const learns = sweepSearches.get(input.search, 'search').learns || input.halving;
  const measurer = measurerOf(host, input, learns);
  const start = await evaluateSetting(measurer, input.variant);
  const origin: Tried = { values: {}, variant: input.variant, setting: summarise(start, start) };
  const trials = new SettingTrials(input, objectives, host);
  const round = { name: '', measurer, start, context: subtask(context, 0.02, 0.95) };
  const guide = learns ? ({ earlier }: Tried['setting']) => earlier[0] : ({ metrics }: Tried['setting']) => metrics;
  const tried = [origin, ...(input.halving ? await trials.halve(round) : await trials.search(round, guide))];
  const ranked = rankedOnce(measurer, tried);
  return conclude({ host, input, measurer, objectives, tried, trials, ranked }, subtask(context, 0.95, 1));
}

/**
 * Settings that were chosen because earlier ones did well must not be judged by the interactions that said so: a search that learns reads
 * what comes before the last step, and is judged by that step alone.
 */
function measurerOf({ bench, steps }: SweepHost, { objectives, guards, scoreTies, seed }: SweepInput, learns: boolean): SettingMeasurer {
  const specs = parseMetricSpecs([...new Set([...objectives, ...guards.map(({ metric }) => metric)])]);
  return {
    bench,
    specs,
    steps: learns ? steps.slice(-1) : steps,
    choosing: learns || guards.length > 0 ? specs : specs.slice(0, 1),
    lists: { scoreTies, seed },
  };
}

interface Finished {
  readonly host: SweepHost;
  readonly input: SweepInput;
  readonly measurer: SettingMeasurer;
  readonly objectives: readonly MetricSpec[];
  /** The start first. */
  readonly tried: readonly Tried[];
  readonly trials: SettingTrials;
  /** The lists of one of `tried`. */
  readonly ranked: (setting: number) => Promise<RankedSetting>;
}

/** The start is compared with every setting and in every step: its lists are kept. */
function rankedOnce(measurer: SettingMeasurer, tried: readonly Tried[]): Finished['ranked'] {
  let start: Promise<RankedSetting> | undefined;
  return (i) => (i === 0 ? (start ??= rankSetting(measurer, tried[0].variant)) : rankSetting(measurer, tried[i].variant));
}

async function conclude(finished: Finished, context: TaskContext): Promise<SweepResult> {
  const { host, input, measurer, objectives, tried, trials, ranked } = finished;
  const points = tried.map(({ setting }) => objectivesOf(setting.metrics, objectives));
  const front = new Set(paretoFront(points));
  const breaks = tried.map(({ setting }) => brokenGuards(input, setting.metrics, tried[0].setting.metrics));
  const sign = directionSign(objectives[0]);
  const whole = {
    values: points.map(([value]) => value),
    breaks,
    evaluate: async (i: number) => evaluateOn(measurer, await ranked(i), host.bench.qrels, measurer.specs),
  };
  const winner = await chooseWinner(host.bench, input, whole, sign, subtask(context, 0, 0.4));
  const honest = await honestOf(finished, sign, subtask(context, 0.4, 1));
  const output = {
    objectives: objectives.map((spec) => ({ spec: spec.spec, direction: metricRegistry.get(spec.metricId).direction })),
    settings: tried.map(({ values, setting }, i) => ({
      values: { ...values },
      metrics: setting.metrics.map((metric) => ({ ...metric, value: numberOrNull(metric.value) })),
      onFront: front.has(i),
      breaks: breaks[i],
    })),
    winner,
    userCount: host.bench.qrels.users.length,
    start: numberOrNull(tried[0].setting.metrics[0].value),
    naive: numberOrNull(tried[winner].setting.metrics[0].value),
    honest: {
      value: numberOrNull(honest.value),
      start: numberOrNull(honest.start),
      difference: {
        value: numberOrNull(honest.difference.value),
        low: numberOrNull(honest.difference.low),
        high: numberOrNull(honest.difference.high),
      },
      pValue: numberOrNull(honest.pValue),
    },
    verdict: verdictOf(honest, sign),
    stoppedEarly: trials.stoppedEarly,
    resumed: trials.resumed,
    variant: winner === 0 ? input.variant : { ...tried[winner].variant, name: `${input.variant.name.slice(0, 112)} swept` },
  };
  return { ...output, statements: sweepStatements(output, input) };
}

/** Winners of the interactions before each step, by the same guards, against the start on the interactions of the step. */
async function honestOf(finished: Finished, sign: 1 | -1, context: TaskContext): Promise<HonestEstimate> {
  const { host, input, measurer, objectives, tried, ranked } = finished;
  const { specs, steps, choosing } = measurer;
  const pairs = [];
  for (const [s, step] of steps.entries()) {
    throwIfCancelled(context);
    context.report?.(s / steps.length, 'winners on later interactions');
    await context.yieldToEventLoop?.();
    const earlier = tried.map(({ setting }) => setting.earlier[s]);
    const candidates = {
      values: earlier.map((metrics) => objectivesOf(metrics, objectives)[0]),
      breaks: earlier.map((metrics) => brokenGuards(input, metrics, earlier[0])),
      evaluate: async (i: number) => evaluateOn(measurer, await ranked(i), step.earlier, choosing),
    };
    const winner = await chooseWinner(host.bench, input, candidates, sign, subtask(context, s / steps.length, (s + 1) / steps.length));
    const later = async (i: number): Promise<Float64Array> =>
      evaluateOn(measurer, await ranked(i), step.later, specs.slice(0, 1)).metrics[0].values;
    pairs.push({ users: step.later.users, winner: await later(winner), start: await later(0) });
  }
  return honestEstimate(pairs);
}

function verdictOf({ difference, pValue }: HonestEstimate, sign: 1 | -1): SweepResult['verdict'] {
  if (!(pValue < 0.05)) return 'undecided';
  return sign * difference.value > 0 ? 'better' : 'worse';
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
