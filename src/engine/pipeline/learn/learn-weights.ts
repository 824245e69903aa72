import { RankLabError } from '#shared/errors';
import type { LearnInput, LearnResult } from '#shared/schemas/learn';
import type { Variant } from '#shared/schemas/variant';
import { subtask } from '../../core/cancellation';
import { parseMetricSpec, type MetricSpec } from '../../evaluate/metrics/metric-spec';
import { directionSign } from '../../evaluate/metrics/direction';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { TaskContext } from '../../ports';
import { collectPairs, type PreferencePairs } from '../../rerank/learning/pairs';
import type { Ranker } from '../../rerank/ranker';
import type { EvaluationBench } from '../evaluation-bench';
import { crossValidate, crossValidated } from './cross-validate';
import type { Bounds } from './learners/port';
import { weightLearners } from './learners/registry';
import { learnStatements } from './learn-statements';
import { slotGrades, slotValues } from './slot-grades';
import { maskedMean } from './user-folds';
import { largestOf, weightIntervals } from './weight-intervals';

/** By entry of the judgements: the weight of pairs in which its item is the preferred one. */
type EntryWeights = (entry: number) => number;

const confidence = 0.95;

/**
 * Weights of a variant's signals from the judgements of the bench, which must be those of the validation part. The learnt variant is
 * compared with the starting one on users whose weights were learnt without them; what it reaches on its own users is reported as
 * optimistic. Deterministic for a seed.
 * @throws INVALID_ARGUMENT for unknown methods, signals or metrics, and where no pool contains a relevant item beside a less relevant one; CANCELLED.
 */
export async function learnWeights(
  bench: EvaluationBench,
  input: LearnInput,
  entryWeights: EntryWeights | undefined,
  context?: TaskContext,
): Promise<LearnResult> {
  const spec = parseMetricSpec(input.metric);
  const learner = weightLearners.get(input.method, 'method');
  requireUserMetric(spec);
  await bench.prepare(input.variant, subtask(context, 0, 0.2));
  const ranker = await bench.rankerFor(input.variant, 1);
  const pairs = pairsOf(bench, ranker, input, entryWeights);
  requirePairs(pairs);
  const measure = measureWith(bench, input, spec, pairs.signalIds);
  const fitter = learner.fitter({ pairs, bounds: boundsOf(input, pairs.signalIds), measure, settings: input });
  const start = Float64Array.from(pairs.signalIds, (id) => input.variant.weights[id] ?? 0);
  const from = learner.startsAtVariant ? start : new Float64Array(start.length);
  const shape = { folds: input.folds, seed: input.seed, userCount: bench.qrels.users.length };
  const validated = await crossValidate(fitter, from, measure, shape, subtask(context, 0.2, 0.6));
  const learnt = await fitter.fit(undefined, validated.penalty, from, subtask(context, 0.6, 0.65));
  const users = Float64Array.from({ length: shape.userCount }, (_, u) => (pairs.offsets[u + 1] > pairs.offsets[u] ? 1 : 0));
  const resampling = { users, samples: input.bootstrapSamples, seed: input.seed };
  const intervals = await weightIntervals(fitter, validated.penalty, learnt, resampling, subtask(context, 0.65, 0.98));
  const baseline = await measureVariant(bench, input, spec, input.variant);
  const scale = 1 / largestOf(learnt);
  const sign = directionSign(spec);
  const compared = compareHeldOut(validated.values, baseline, sign, input.folds);
  const signals = pairs.signalIds.map((id, s) => ({
    id,
    start: start[s],
    weight: learnt[s] * scale,
    interval: intervals?.[s] ?? null,
    distinguishable: intervals ? intervals[s].low > 0 || intervals[s].high < 0 : null,
  }));
  const output = {
    method: input.method,
    metric: spec.spec,
    signals,
    userCount: shape.userCount,
    usersWithPairs: users.reduce((sum, one) => sum + one, 0),
    pairCount: pairs.count,
    l2: learner.isPenalised ? validated.penalty : null,
    l2Path: learner.isPenalised ? validated.path.map(({ l2, value }) => ({ l2, value: sign * value })) : [],
    start: sign * maskedMean(baseline),
    naive: sign * maskedMean(await measure(learnt)),
    honest: sign * maskedMean(validated.values),
    ...compared,
    variant: withWeights(input.variant, Object.fromEntries(signals.map(({ id, weight }) => [id, weight]))),
  };
  context?.report?.(1);
  return { ...output, statements: learnStatements(output, input) };
}

/** Preference pairs of every pool of the bench. */
function pairsOf(bench: EvaluationBench, ranker: Ranker, input: LearnInput, entryWeights: EntryWeights | undefined): PreferencePairs {
  const columns = learntColumns(ranker, input);
  return collectPairs(ranker.tensor, ranker.normalized, {
    columns,
    grades: slotGrades(ranker.tensor, bench.qrels),
    ...(entryWeights && { slotWeights: slotValues(ranker.tensor, bench.qrels, entryWeights, 1) }),
    pairsPerRelevant: input.pairsPerRelevant,
    seed: input.seed,
  });
}

/** The corrected paired test of the values reached without a user's own data against the start's; NaN: no value for that user. */
function compareHeldOut(
  heldOut: Float64Array,
  baseline: Float64Array,
  sign: 1 | -1,
  folds: number,
): Pick<LearnResult, 'difference' | 'pValue' | 'verdict'> {
  const differences = [...heldOut.keys()].map((u) => sign * (heldOut[u] - baseline[u])).filter((difference) => !Number.isNaN(difference));
  const moments = crossValidated(momentsOf(differences), folds);
  const test = pairedT(moments, confidence);
  return {
    difference: { value: moments.mean, low: test.interval.low, high: test.interval.high },
    pValue: Number.isNaN(test.pValue) ? null : test.pValue,
    verdict: verdictOf(test.pValue, sign * moments.mean),
  };
}

const verdictOf = (pValue: number, improvement: number): LearnResult['verdict'] => {
  if (!(pValue < 1 - confidence)) return 'undecided';
  return improvement > 0 ? 'better' : 'worse';
};

const withWeights = (variant: Variant, weights: Record<string, number>): Variant => ({
  ...variant,
  name: `${variant.name.slice(0, 112)} learnt`,
  weights,
});

function boundsOf({ signs }: LearnInput, signalIds: readonly string[]): Bounds {
  for (const id of Object.keys(signs)) {
    if (!signalIds.includes(id)) {
      throw new RankLabError('INVALID_ARGUMENT', `signs.${id} names a signal that is not learnt`, {
        place: `signs.${id}`,
        remedy: `Use one of ${signalIds.join(', ')}`,
      });
    }
  }
  return {
    lower: Float64Array.from(signalIds, (id) => (signs[id] === 'positive' ? 0 : -Infinity)),
    upper: Float64Array.from(signalIds, (id) => (signs[id] === 'negative' ? 0 : Infinity)),
  };
}

/** The signals asked for; by default those that differ within some pool. */
function learntColumns({ tensor, normalized }: Ranker, { signals }: LearnInput): number[] {
  const stride = tensor.signalIds.length;
  if (signals.length > 0) {
    return signals.map((id, i) => {
      const column = tensor.signalIds.indexOf(id);
      if (column < 0) {
        throw new RankLabError('INVALID_ARGUMENT', `Unknown signal “${id}”`, {
          place: `signals.${i}`,
          remedy: `Use one of ${tensor.signalIds.join(', ')}`,
        });
      }
      return column;
    });
  }
  const varies = new Uint8Array(stride);
  for (let u = 0; u < tensor.counts.length; u++) {
    const first = u * tensor.poolSize * stride;
    for (let at = first; at < first + tensor.counts[u] * stride; at++) {
      const s = (at - first) % stride;
      if (normalized[at] !== normalized[first + s]) varies[s] = 1;
    }
  }
  return tensor.signalIds.map((_, s) => s).filter((s) => varies[s] === 1);
}

function requirePairs(pairs: PreferencePairs): void {
  if (pairs.signalIds.length === 0) {
    throw new RankLabError('INVALID_ARGUMENT', 'No signal differs between the candidates of any user: there is nothing to learn', {
      place: 'signals',
      remedy: 'Build embeddings and factors, or choose other candidate sources',
    });
  }
  if (pairs.count === 0) {
    throw new RankLabError('INVALID_ARGUMENT', 'No user has a relevant video of the validation part among the candidates', {
      place: 'variant.candidates',
      remedy: 'Raise poolSize, add candidate sources, or choose a larger validation fraction',
    });
  }
}

function requireUserMetric(spec: MetricSpec): void {
  if (metricRegistry.get(spec.metricId).scope !== 'user') {
    throw new RankLabError('INVALID_ARGUMENT', `${spec.spec} has no value for each user, so weights cannot be validated by it`, {
      place: 'metric',
      remedy: 'Use a metric of single users, such as ndcg@10',
    });
  }
}

/** Every user's value under given weights, larger is better. */
function measureWith(
  bench: EvaluationBench,
  input: LearnInput,
  spec: MetricSpec,
  signalIds: readonly string[],
): (weights: Float64Array) => Promise<Float64Array> {
  return (weights) => {
    const scale = 1 / largestOf(weights);
    const named = Object.fromEntries(signalIds.map((id, s) => [id, weights[s] * scale]));
    return measureVariant(bench, input, spec, { ...input.variant, weights: named });
  };
}

async function measureVariant(bench: EvaluationBench, input: LearnInput, spec: MetricSpec, variant: Variant): Promise<Float64Array> {
  const lists = await bench.lists(variant, [spec], { scoreTies: input.scoreTies, seed: input.seed, quick: true });
  const [result] = bench.evaluate(lists, [spec], { exploreTies: false, ...bench.reachOf(variant) }).metrics;
  const sign = directionSign(spec);
  return sign === 1 ? result.values : result.values.map((value) => -value);
}
