import type { z } from 'zod';
import { subtask } from '#engine/core/cancellation';
import type { EvaluationBench, MeasureOptions } from '#engine/pipeline/evaluation-bench';
import { conventionsOf } from '#engine/pipeline/conventions';
import type { Side } from '#engine/pipeline/sides';
import type { TaskContext } from '#engine/ports';
import type { Conventions } from '#shared/schemas/conventions';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { LivePlan, livePlanInputSchema } from '#shared/schemas/live';
import type { BuildSettings } from '#shared/schemas/model';
import { sharedThread } from '../../jobs/shared-thread';
import type { Models } from '../../models/models';
import type { WorkspaceContext } from '../../workspace/workspace-context';
import { buildSettingsFor } from '../build-settings';
import type { EvaluationCaches } from '../evaluation-caches';
import { plainLiveConfig } from '../live-config';
import { configurationKey } from '../configuration-key';
import { recordLook, type Looks } from '../looks';
import { exactTestPart, testPartOf } from '../test-part';

/** What a question is about: variants on a test part. */
export interface Question {
  readonly config: ExperimentConfig;
  /** All test users; otherwise as many as fit into memory, as in the Lab. */
  readonly everyUser: boolean;
  readonly memoryBytes?: number | undefined;
  /** Default: the models and looks of the workspace. */
  readonly models?: BuildSettings;
  readonly looks?: Looks;
}

export const questionOf = (input: z.infer<typeof livePlanInputSchema> & { readonly everyUser: boolean }): Question => ({
  config: plainLiveConfig(input),
  everyUser: input.everyUser,
  memoryBytes: input.memoryBytes,
});

export interface OpenQuestion {
  readonly bench: EvaluationBench;
  readonly side: Side;
  readonly plan: LivePlan;
  readonly measure: MeasureOptions;
  /** Under which an answer about a metric stands. */
  readonly conventions: (metric: string) => Conventions;
}

/** Time for models, judgements, candidates and signals, as a share of the whole. */
export const preparationShare = 0.4;

/** The bench of a question, with the candidates and signals of its variants. @throws CANCELLED */
export async function openQuestion(
  caches: EvaluationCaches,
  models: Models,
  { config, everyUser, memoryBytes, models: given }: Question,
  context?: TaskContext,
): Promise<OpenQuestion> {
  const settings = await buildSettingsFor(models, config, given);
  const plan = await caches.plan(config, settings, memoryBytes);
  context?.report?.(0, 'models and judgements');
  const { side, bench } = await caches.prepare(config, settings, plan, !everyUser, subtask(sharedThread(context), 0, 0.02));
  for (const [v, variant] of config.variants.entries()) {
    const share = (preparationShare - 0.02) / config.variants.length;
    await bench.prepare(variant, subtask(sharedThread(context), 0.02 + share * v, 0.02 + share * (v + 1)));
  }
  const conventions = (metric: string): Conventions => conventionsOf({ ...config, metrics: [metric] }, settings.factors.values);
  return { bench, side, plan, conventions, measure: { scoreTies: config.scoreTies, seed: config.seed, quick: true } };
}

/** An answer shows values on the test part, so it counts as a look at it. @param tests how many comparisons it makes. */
export function countLook(
  { store }: WorkspaceContext,
  { config, looks }: Question,
  { side, bench }: OpenQuestion,
  metrics: readonly string[],
  tests: number,
): void {
  const part = looks ? exactTestPart(side) : testPartOf(side, config, bench.view.dataset);
  recordLook(looks ?? { ledger: store.ledger, shown: true }, part, configurationKey({ ...config, metrics: [...metrics] }), tests);
}
