import { RankLabError } from '#shared/errors';
import type { ScoreTies } from '#shared/schemas/conventions';
import type { Variant } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../core/cancellation';
import { createRng } from '../core/rng';
import { parseMetricSpec } from '../evaluate/metrics/metric-spec';
import { directionSign } from '../evaluate/metrics/direction';
import type { TaskContext } from '../ports';
import { signalIdsOf } from '../rerank/defined-signals';
import type { EvaluationBench } from './evaluation-bench';

export interface TuneSettings {
  /** The starting variant; only its weights change. */
  readonly variant: Variant;
  /** Signals whose weights are searched, each in [0, 1]. */
  readonly signals: readonly string[];
  readonly metric: string;
  readonly method: 'grid' | 'random';
  /** Random search: how many settings; grid: steps per weight. */
  readonly trials: number;
  readonly steps: number;
  readonly scoreTies: ScoreTies;
  readonly seed: number;
}

interface Trial {
  readonly weights: Readonly<Record<string, number>>;
  readonly value: number;
}

export interface Tuning {
  readonly metric: string;
  readonly start: Trial;
  readonly best: Trial;
  /** Best first; equal values in the order they were tried. */
  readonly trials: readonly Trial[];
  readonly variant: Variant;
}

const maxTrials = 100_000;

/**
 * Searches weights on the bench's judgements, which must be those of the validation part: a search on the test part would
 * fit its noise. Deterministic for a seed. The starting weights are always among the trials, so the result is never worse.
 * @throws INVALID_ARGUMENT for unknown signals or metrics and for grids beyond 100,000 settings; CANCELLED.
 */
export async function tuneWeights(bench: EvaluationBench, settings: TuneSettings, context?: TaskContext): Promise<Tuning> {
  const spec = parseMetricSpec(settings.metric);
  requireSignals(settings);
  if (settings.signals.length === 0) throw new RankLabError('INVALID_ARGUMENT', 'Name at least one signal to tune', { place: 'signals' });
  const lists = { scoreTies: settings.scoreTies, seed: settings.seed, quick: true };
  const candidates = [settings.variant.weights, ...weightsToTry(settings)];
  await bench.prepare(settings.variant, subtask(context, 0, 0.2));
  const trials: Trial[] = [];
  for (const [t, weights] of candidates.entries()) {
    throwIfCancelled(context);
    const tried = { ...settings.variant, weights };
    const run = await bench.lists(tried, [spec], lists);
    trials.push({ weights, value: bench.evaluate(run, [spec], { exploreTies: false, ...bench.reachOf(tried) }).metrics[0].value });
    context?.report?.(0.2 + (0.8 * (t + 1)) / candidates.length, `${t + 1} of ${candidates.length} settings`);
    await context?.yieldToEventLoop?.();
  }
  const ranked = trials.filter((trial) => !Number.isNaN(trial.value)).sort((a, b) => directionSign(spec) * (b.value - a.value));
  const [best] = ranked;
  if (!best) throw new RankLabError('INVALID_ARGUMENT', `${settings.metric} has no value on the validation part`, { place: 'metric' });
  return { metric: spec.spec, start: trials[0], best, trials: ranked, variant: { ...settings.variant, weights: best.weights } };
}

function requireSignals({ signals, variant }: TuneSettings): void {
  const known = signalIdsOf(variant.signals);
  const unknown = signals.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new RankLabError('INVALID_ARGUMENT', `Unknown signal “${unknown}”; expected one of ${known.join(', ')}`, {
    place: 'signals',
    value: unknown,
    remedy: `Use one of: ${known.join(', ')}, or define the signal first`,
  });
}

function weightsToTry({ variant, signals, method, trials, steps, seed }: TuneSettings): Record<string, number>[] {
  if (method === 'random') {
    const rng = createRng(seed).derive('tune');
    return Array.from({ length: trials }, () => ({
      ...variant.weights,
      ...Object.fromEntries(signals.map((signal) => [signal, rng.next()])),
    }));
  }
  const count = steps ** signals.length;
  if (steps < 2 || count > maxTrials) {
    throw new RankLabError('INVALID_ARGUMENT', `A grid of ${steps} steps over ${signals.length} signals has ${count} settings`, {
      place: 'steps',
      remedy: `Use 2 or more steps and at most ${maxTrials} settings, or random search`,
    });
  }
  return Array.from({ length: count }, (_, cell) => {
    const weights: Record<string, number> = { ...variant.weights };
    let rest = cell;
    for (const signal of signals) {
      weights[signal] = (rest % steps) / (steps - 1);
      rest = Math.floor(rest / steps);
    }
    return weights;
  });
}
