import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { VariantReport } from '#engine/model/experiment-report';
import type { Run } from '#engine/model/run';
import type { TaskContext } from '#engine/ports';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { cutRun } from '#engine/pipeline/measured-lists';
import type { VariantOutcome } from '#engine/pipeline/variant-outcome';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import { signalIdsOf } from '#engine/rerank/defined-signals';
import type { Variant } from '#shared/schemas/variant';

/** Milliseconds after which requests get their turn. */
const turnMs = 8;

/** Every variant's lists, explained. @throws CANCELLED */
export async function explainVariants(
  bench: EvaluationBench,
  variants: readonly Variant[],
  outcomes: readonly VariantOutcome[],
  length: number,
  context: TaskContext,
): Promise<VariantReport[]> {
  const reports: VariantReport[] = [];
  for (const [v, outcome] of outcomes.entries()) {
    const part = subtask(context, v / outcomes.length, (v + 1) / outcomes.length);
    reports.push(await explainVariant(bench, variants[v] as Variant, outcome, length, part));
    part.report?.(1, 'explaining lists');
  }
  return reports;
}

/** The first `length` positions of every list with the contributions of each entry, in the layout of the run. */
async function explainVariant(
  bench: EvaluationBench,
  variant: Variant,
  outcome: VariantOutcome,
  length: number,
  context?: TaskContext,
): Promise<VariantReport> {
  if (isSourceRanking(variant)) return sourceReport(outcome, length);
  const { run, signals, contributions } = await explainRun(bench, variant, outcome.run, length, context);
  return { ...outcome, run, measuredRun: outcome.run, signals, contributions };
}

/** Lists that are a source's, and so are their scores. */
export function sourceReport(outcome: VariantOutcome, length: number): VariantReport {
  const run = cutRun(outcome.run, length);
  return { ...outcome, run, measuredRun: outcome.run, signals: ['retrieval'], contributions: run.scores };
}

/** Lists cut to a length. Entry p of `run.items` has contribution s at `p * signals.length + s`. */
export interface ExplainedRun {
  readonly run: Run;
  readonly signals: readonly string[];
  readonly contributions: Float64Array;
}

/** Explains the lists that `bench` makes of a variant; `measured` is these lists under the experiment's tie rule. @throws CANCELLED */
export async function explainRun(
  bench: EvaluationBench,
  variant: Variant,
  measured: Run,
  length: number,
  context?: TaskContext,
): Promise<ExplainedRun> {
  const run = cutRun(measured, length);
  const signals = [...signalIdsOf(variant.signals), ...(variant.mmrLambda < 1 ? ['diversity'] : [])];
  const contributions = new Float64Array(run.items.length * signals.length);
  let u = 0;
  let turnBegan = performance.now();
  // Matched by item: the tie rule may place an item at another position than in the explained list.
  for await (const { list } of bench.explainedLists(variant, measured.length)) {
    const placeOf = new Map(Array.from(run.items.subarray(u * run.length, (u + 1) * run.length), (item, place) => [item, place] as const));
    for (const entry of list) {
      const place = placeOf.get(entry.item);
      if (place === undefined) continue;
      const start = (u * run.length + place) * signals.length;
      for (const [s, part] of entry.contributions.entries()) contributions[start + s] = part.contribution;
    }
    u++;
    if (performance.now() - turnBegan < turnMs) continue;
    throwIfCancelled(context);
    context?.report?.(u / run.users.length, 'explaining lists');
    await context?.yieldToEventLoop?.();
    turnBegan = performance.now();
  }
  return { run, signals, contributions };
}
