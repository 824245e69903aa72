import { subtask } from '#engine/core/cancellation';
import { measureVariants } from '#engine/pipeline/run-experiment';
import type { Measured } from '#engine/pipeline/variant-outcome';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig, ExperimentResult, SplitSettings } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import type { Side } from '#engine/pipeline/sides';
import type { EvaluationCaches, Prepared } from './evaluation-caches';

type VariantResult = ExperimentResult['variants'][number];

/** The orders over which values are measured, 0 being the split as it is configured; none where no history is cut between such interactions. */
export const ordersOf = ({ timeTieOrders }: Pick<ExperimentConfig, 'timeTieOrders'>, { split }: Side): number[] =>
  !split?.timeTies?.tiedUsers || timeTieOrders === 0 ? [] : Array.from({ length: timeTieOrders + 1 }, (_, order) => order);

/** The same split under a seeded order. */
export const splitOfOrder = ({ split, seed }: Pick<ExperimentConfig, 'split' | 'seed'>, order: number): SplitSettings => ({
  ...split,
  timeTies: 'random',
  timeTieSeed: seed + order,
});

/**
 * The results with the range of every value over several seeded orders of interactions with equal timestamps. Each order is a separate split with its
 * own models. A no-op if no history is cut between such interactions or no order is requested. @param benchOf replaces the bench of an order.
 */
export async function withTimeTieRange(
  caches: EvaluationCaches,
  config: ExperimentConfig,
  settings: BuildSettings,
  { side, bench }: Prepared,
  variants: readonly VariantResult[],
  context?: TaskContext,
  benchOf: (order: number, prepared: Prepared) => EvaluationBench = (_order, prepared) => prepared.bench,
): Promise<VariantResult[]> {
  const orders = ordersOf(config, side).length - 1;
  if (orders < 0) return [...variants];
  const measured: Measured[] = [await measureVariants(bench, { ...config, quick: true })];
  for (let order = 1; order <= orders; order++) {
    const part = subtask(context, (order - 1) / orders, order / orders);
    const other = { ...config, split: splitOfOrder(config, order) };
    const plan = await caches.plan(other, settings);
    const prepared = await caches.prepare(other, settings, plan, false, subtask(part, 0, 0.7));
    measured.push(await measureVariants(benchOf(order, prepared), { ...other, quick: true }, subtask(part, 0.7, 1)));
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
