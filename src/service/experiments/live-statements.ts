import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { labelsOf } from '#engine/pipeline/run-experiment';
import { runStatements } from '#engine/pipeline/run-uses';
import type { Side } from '#engine/pipeline/sides';
import { signalStatements } from '#engine/pipeline/signal-uses';
import { statementsOf } from '#engine/pipeline/statements';
import type { Measured } from '#engine/pipeline/variant-outcome';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { LivePlan } from '#shared/schemas/live';
import { sampleStatement } from './sample-statement';

/** The rules of the Lab's numbers in words, and the labels that they carry. */
export const liveStatements = (
  plan: LivePlan,
  config: ExperimentConfig,
  { bench, side }: { readonly bench: EvaluationBench; readonly side: Side },
  measured: Measured,
): string[] => [
  ...sampleStatement(plan, config.seed),
  ...statementsOf(config, bench, side, measured.outcomes),
  ...runStatements(measured.runs, config.variants),
  ...signalStatements(measured.signals),
  ...labelsOf(bench, side, measured, true),
];
