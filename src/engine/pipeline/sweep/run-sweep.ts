import type { SweepInput, SweepResult } from '#shared/schemas/sweep';
import type { Variant } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { parseMetricSpec, parseMetricSpecs, type MetricSpec } from '../../evaluate/metrics/metric-spec';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { restrictQrels } from '../../evaluate/judgements/restrict-qrels';
import type { Qrels } from '../../model/run';
import type { Cancellation, TaskContext } from '../../ports';
import { EvaluationBench } from '../evaluation-bench';
import { brokenGuards, worseSegments } from './guards';
import { honestEstimate, winnersBefore, type HonestEstimate } from './honest-winner';
import { evaluateSetting, summarise, type MeasuredSetting, type SettingEvaluation, type SettingMeasurer } from './measure-setting';
import { sweepPoints, withValues, type SweepValues } from './parameters';
import { bestByFronts, paretoFront } from './pareto';
import { sweepStatements } from './sweep-statements';

export interface SweepHost {
  /** Of the validation part. */
  readonly bench: EvaluationBench;
  /** Judgements of consecutive parts of the validation interactions. */
  readonly folds: readonly Qrels[];
  /** Settings measured before an interruption, by the JSON of their values. */
  readonly known?: ReadonlyMap<string, MeasuredSetting>;
  measured?(values: SweepValues, setting: MeasuredSetting): void;
  /** Ends the sweep with the best so far. */
  readonly stop?: Cancellation;
}

interface Tried {
  readonly values: SweepValues;
  readonly variant: Variant;
  readonly setting: MeasuredSetting;
}

/** One user in so many is measured first when halving. */
const firstShare = 4;

/**
 * Tries settings of a variant and finds those that no other beats in every objective, and the winner by the first objective among
 * those that break no guard. Deterministic for a seed. The host's bench must be of the validation part.
 * @throws INVALID_ARGUMENT for paths, ranges and metrics; CANCELLED.
 */
export async function runSweep(host: SweepHost, input: SweepInput, context?: TaskContext): Promise<SweepResult> {
  const measurer = measurerOf(host, input);
  const objectives = input.objectives.map((metric) => parseMetricSpec(metric));
  const points = sweepPoints(input.parameters, input.settings);
  const variants = points.map((values) => withValues(input.variant, values));
  const start = await evaluateSetting(measurer, input.variant);
  const origin = { values: {}, variant: input.variant, setting: summarise(start, start) };
  const chosen = input.halving ? await firstRound(host, input, objectives, variants, subtask(context, 0.02, 0.3)) : everyIndex(points);
  const tried = [origin];
  let resumed = 0;
  for (const [done, i] of chosen.entries()) {
    throwIfCancelled(context);
    if (host.stop?.aborted) break;
    const known = host.known?.get(JSON.stringify(points[i]));
    const setting = known ?? summarise(await evaluateSetting(measurer, variants[i]), start);
    if (known) resumed++;
    else host.measured?.(points[i], setting);
    tried.push({ values: points[i], variant: variants[i], setting });
    context?.report?.(0.3 + (0.65 * (done + 1)) / chosen.length, `${done + 1} of ${chosen.length} settings`);
    await context?.yieldToEventLoop?.();
  }
  const stoppedEarly = tried.length - 1 < chosen.length;
  return conclude({ host, input, measurer, objectives, start, tried, resumed, stoppedEarly });
}

function measurerOf({ bench, folds }: SweepHost, { objectives, guards, scoreTies, seed }: SweepInput): SettingMeasurer {
  const specs = parseMetricSpecs([...new Set([...objectives, ...guards.map(({ metric }) => metric)])]);
  return { bench, specs, folds, lists: { scoreTies, seed } };
}

const everyIndex = (values: readonly unknown[]): number[] => values.map((_, i) => i);

const signOf = ({ metricId }: MetricSpec): 1 | -1 => (metricRegistry.get(metricId).direction === 'higher' ? 1 : -1);

/** The setting's objectives, larger is better. */
const objectivesOf = (setting: MeasuredSetting, objectives: readonly MetricSpec[]): number[] =>
  objectives.map((spec) => signOf(spec) * (setting.metrics.find((metric) => metric.spec === spec.spec)?.value ?? NaN));

/** The better half of the settings, measured on one user in four. */
async function firstRound(
  { bench, folds, stop }: SweepHost,
  input: SweepInput,
  objectives: readonly MetricSpec[],
  variants: readonly Variant[],
  context: TaskContext,
): Promise<number[]> {
  const users = bench.qrels.users.filter((_, u) => u % firstShare === 0);
  const small = new EvaluationBench(bench.view, restrictQrels(bench.qrels, users));
  const measurer = measurerOf({ bench: small, folds: folds.slice(0, 0) }, input);
  const start = await evaluateSetting(measurer, input.variant);
  const points: number[][] = [];
  for (const [i, variant] of variants.entries()) {
    throwIfCancelled(context);
    if (stop?.aborted) break;
    points.push(objectivesOf(summarise(await evaluateSetting(measurer, variant), start), objectives));
    context.report?.((i + 1) / variants.length, `${i + 1} of ${variants.length} settings, a quarter of the users`);
    await context.yieldToEventLoop?.();
  }
  return bestByFronts(points, Math.ceil(points.length / 2)).sort((a, b) => a - b);
}

interface Finished {
  readonly host: SweepHost;
  readonly input: SweepInput;
  readonly measurer: SettingMeasurer;
  readonly objectives: readonly MetricSpec[];
  readonly start: SettingEvaluation;
  readonly tried: readonly Tried[];
  readonly resumed: number;
  readonly stoppedEarly: boolean;
}

async function conclude(finished: Finished): Promise<SweepResult> {
  const { host, input, objectives, tried, resumed, stoppedEarly } = finished;
  const origin = tried[0].setting;
  const points = tried.map(({ setting }) => objectivesOf(setting, objectives));
  const front = new Set(paretoFront(points));
  const breaks = tried.map(({ setting }) => brokenGuards(input, setting, origin));
  const winner = await winnerOf(finished, points, breaks);
  const honest = await honestOf(finished, breaks);
  const sign = signOf(objectives[0]);
  const naive = tried[winner].setting.metrics[0].value;
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
    start: numberOrNull(origin.metrics[0].value),
    naive: numberOrNull(naive),
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
    stoppedEarly,
    resumed,
    variant: winner === 0 ? input.variant : { ...tried[winner].variant, name: `${input.variant.name.slice(0, 112)} swept` },
  };
  return { ...output, statements: sweepStatements(output, input) };
}

/** Best by the first objective among settings that break no guard; the start, which breaks none, is one of them. */
async function winnerOf(
  { host, input, measurer, objectives, start, tried }: Finished,
  points: number[][],
  breaks: string[][],
): Promise<number> {
  const order = points
    .map(([value], i) => ({ i, value: Number.isNaN(value) ? -Infinity : value }))
    .sort((a, b) => b.value - a.value || a.i - b.i);
  for (const { i } of order) {
    if (breaks[i].length > 0) continue;
    if (i === 0 || input.guardSegments.length === 0) return i;
    const setting = await evaluateSetting(measurer, tried[i].variant);
    const worse = worseSegments(host.bench, input.guardSegments, setting, start, signOf(objectives[0]));
    if (worse.length === 0) return i;
    breaks[i].push(...worse);
  }
  return 0;
}

/** Winners of earlier interactions, measured on later ones. Settings that break a guard take no part. */
async function honestOf({ host, measurer, objectives, start, tried }: Finished, breaks: readonly string[][]): Promise<HonestEstimate> {
  const allowed = tried.map((_, i) => i).filter((i) => breaks[i].length === 0);
  const sizes = host.folds.map(({ users }) => users.length);
  const winners = winnersBefore(
    allowed.map((i) => tried[i].setting.foldMeans),
    sizes,
    signOf(objectives[0]),
  );
  const values: Float64Array[] = [];
  for (const [before, winner] of winners.entries()) {
    const setting = await evaluateSetting(measurer, tried[allowed[winner]].variant);
    values.push(setting.folds[before + 1]);
  }
  return honestEstimate(host.folds.slice(1), values, start.folds.slice(1));
}

function verdictOf({ difference, pValue }: HonestEstimate, sign: 1 | -1): SweepResult['verdict'] {
  if (!(pValue < 0.05)) return 'undecided';
  return sign * difference.value > 0 ? 'better' : 'worse';
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
