import { subtask } from '#engine/core/cancellation';
import { measureVariants } from '#engine/pipeline/run-experiment';
import type { Measured } from '#engine/pipeline/variant-outcome';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { EvaluationCaches, Prepared } from './evaluation-caches';

type VariantResult = ExperimentResult['variants'][number];

/**
 * The results with the range of every value over several seeded orders of interactions with equal timestamps. Each order is a separate split with its
 * own models. A no-op if no history is cut between such interactions or no order is requested.
 */
export async function withTimeTieRange(
  caches: EvaluationCaches,
  config: ExperimentConfig,
  settings: BuildSettings,
  { side, bench }: Prepared,
  variants: readonly VariantResult[],
  context?: TaskContext,
): Promise<VariantResult[]> {
  const orders = config.timeTieOrders;
  if (!side.split?.timeTies?.tiedUsers || orders === 0) return [...variants];
  const measured: Measured[] = [await measureVariants(bench, { ...config, quick: true })];
  for (let order = 1; order <= orders; order++) {
    const part = subtask(context, (order - 1) / orders, order / orders);
    const split = { ...config.split, timeTies: 'random', timeTieSeed: config.seed + order } as const;
    const other = { ...config, split };
    const plan = await caches.plan(other, settings);
    const { bench: ordered } = await caches.prepare(other, settings, plan, false, subtask(part, 0, 0.7));
    measured.push(await measureVariants(ordered, { ...other, quick: true }, subtask(part, 0.7, 1)));
    context?.report?.(order / orders, `order ${order} of ${orders} of interactions at one moment`);
  }
  return variants.map((variant, v) => rangesOf(variant, v, measured));
}

function rangesOf(variant: VariantResult, v: number, measured: readonly Measured[]): VariantResult {
  return {
    ...variant,
    metrics: variant.metrics.map((metric, m) => {
      const values = measured.map(({ outcomes }) => outcomes[v]?.evaluation.metrics[m]?.value ?? NaN).filter(Number.isFinite);
      if (values.length === 0) return metric;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { ...metric, timeTies: { minimum: Math.min(...values), mean, maximum: Math.max(...values), orders: values.length } };
    }),
    comparisons: variant.comparisons.map((comparison, c) => {
      const verdicts = new Set(measured.map(({ outcomes }) => outcomes[v]?.comparisons[c]?.verdict));
      return { ...comparison, verdictDependsOnTimeTies: verdicts.size > 1 };
    }),
  };
}
