import type { VariantReport } from '#engine/model/experiment-report';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import type { VariantOutcome } from '#engine/pipeline/run-experiment';
import { signalRegistry } from '#engine/rerank/registry';
import type { Variant } from '#shared/schemas/variant';

/** Adds every list entry's contributions, in the layout of the run. */
export async function explainVariant(bench: EvaluationBench, variant: Variant, outcome: VariantOutcome): Promise<VariantReport> {
  const { run } = outcome;
  const signals = variant.mmrLambda < 1 ? [...signalRegistry.ids, 'diversity'] : signalRegistry.ids;
  const contributions = new Float64Array(run.items.length * signals.length);
  let u = 0;
  for await (const { list } of bench.explainedLists(variant, run.length)) {
    for (const [i, entry] of list.entries()) {
      const start = (u * run.length + i) * signals.length;
      for (const [s, part] of entry.contributions.entries()) contributions[start + s] = part.contribution;
    }
    u++;
  }
  return { ...outcome, signals, contributions };
}
