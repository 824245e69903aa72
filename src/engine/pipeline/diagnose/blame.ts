import { RankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import { subtask } from '../../core/cancellation';
import { evaluateRun } from '../../evaluate/evaluate-run';
import { parseMetricSpec, type MetricSpec } from '../../evaluate/metrics/metric-spec';
import { hasIdealList } from '../../evaluate/metrics/metric';
import { metricRegistry } from '../../evaluate/metrics/registry';
import type { TaskContext } from '../../ports';
import { prepareFilters } from '../../rerank/filters';
import type { EvaluationBench, MeasureOptions } from '../evaluation-bench';
import { deepestPosition, limitsOf } from '../measured-lists';
import { fate, fatesOf } from './fates';
import { idealLists } from './ideal-lists';

/** Stages of a list at which a relevant item can be lost, in their order. */
export const blameStages = ['seen', 'unknown', 'retrieval', 'pool', 'category', 'column', 'creator', 'ranking'] as const;
export type BlameStage = (typeof blameStages)[number];

/** What the ideal list has and one variant's lists have not, divided among the stages; one value per user of the bench, NaN without one. */
export interface Blame {
  readonly spec: MetricSpec;
  /** Of the ideal list over everything relevant. */
  readonly ideal: Float64Array;
  readonly achieved: Float64Array;
  readonly lost: Readonly<Record<BlameStage, Float64Array>>;
  /** See `fate`; aligned with the judgements. */
  readonly fates: Uint8Array;
}

/** For each stage, the highest fate of items lost at it or before; only items with a higher fate are left after the stage. */
const fateLimits: readonly (readonly [BlameStage, number])[] = [
  ['seen', fate.seen],
  ['unknown', fate.unknown],
  ['retrieval', fate.notRetrieved],
  ['pool', fate.cutByPool],
  ['category', fate.category],
  ['column', fate.column],
];

/** The metrics with an ideal list: those of relevance. @throws INVALID_ARGUMENT for others. */
export function blameSpec(text: string): MetricSpec {
  const spec = parseMetricSpec(text);
  if (hasIdealList(metricRegistry.get(spec.metricId))) return spec;
  throw new RankLabError('INVALID_ARGUMENT', `${spec.spec} has no ideal list that a list could fall short of`, {
    place: 'metric',
    value: spec.spec,
    remedy: 'Use a metric of relevance, such as ndcg@10',
  });
}

/**
 * Divides what a variant's lists miss among the stages. After each stage the best list that is still possible is measured: the
 * loss of a stage is the difference between the best lists before and after it, and what remains to the list itself is the
 * ranking's. So the parts sum to the whole, and an item that two stages would lose is blamed on the first.
 * @param fatesAt of lists of a depth, for callers that hold them: they do not depend on weights. @throws CANCELLED.
 */
export async function blameOf(
  bench: EvaluationBench,
  variant: Variant,
  spec: MetricSpec,
  options: MeasureOptions,
  context?: TaskContext,
  fatesAt: (depth: number, context: TaskContext) => Promise<Uint8Array> = (depth, part) =>
    fatesOf(bench.view, bench.qrels, variant, depth, part),
): Promise<Blame> {
  const { view, qrels } = bench;
  const depth = deepestPosition([spec], limitsOf(variant, view), qrels);
  const measured = await bench.measure(variant, [spec], options, subtask(context, 0, 0.4));
  const achieved = measured.evaluation.metrics[0].values;
  const fates = await fatesAt(depth, subtask(context, 0.4, 1));
  const { maxPerCreator, creatorCodes } = prepareFilters(view.dataset.items, variant.filters);
  const bestAfter = (last: number, most = Infinity): Float64Array => {
    const run = idealLists(qrels, (p) => fates[p] > last, { length: spec.cutoff, most, groups: creatorCodes });
    return evaluateRun(run, qrels, [spec], bench.context, { ...bench.reachOf(variant), exploreTies: false }).metrics[0].values;
  };
  const ideal = bestAfter(fate.notRelevant);
  const best = fateLimits.map(([, last]) => bestAfter(last));
  const limited = bestAfter(fate.column, maxPerCreator);
  const bounds = [ideal, ...best, limited, achieved];
  const lost = blameStages.map((stage, s) => [stage, achieved.map((_, u) => bounds[s][u] - bounds[s + 1][u])] as const);
  return { spec, ideal, achieved, lost: Object.fromEntries(lost) as Blame['lost'], fates };
}
