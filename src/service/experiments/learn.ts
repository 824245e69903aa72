import { subtask } from '#engine/core/cancellation';
import { learnWeights } from '#engine/pipeline/learn/learn-weights';
import type { TaskContext } from '#engine/ports';
import type { LearnInput, LearnOutput } from '#shared/schemas/learn';
import type { BuildSettings } from '#shared/schemas/model';
import { sharedThread } from '../jobs/shared-thread';
import type { Experiments } from './experiments';
import { exposureWeights } from '#engine/pipeline/learn/exposure-weights';

/** Learns a variant's weights from the validation part of the workspace's data. */
export async function learn(
  experiments: Pick<Experiments, 'validation' | 'completed'>,
  asked: LearnInput,
  { models, context }: { readonly models?: BuildSettings; readonly context?: TaskContext } = {},
): Promise<LearnOutput> {
  const input = { ...asked, variant: await experiments.completed(asked.variant, asked.signals ?? []) };
  const { bench, side, conventions } = await experiments.validation({ ...input, ...(models && { models }) }, subtask(context, 0, 0.2));
  const positions = side.split?.validation ?? new Int32Array(0);
  const weights = input.exposure ? exposureWeights(bench.view.dataset, positions, bench.qrels, input.exposure) : undefined;
  const learnt = await learnWeights(bench, input, weights, subtask(sharedThread(context), 0.2, 1));
  return { ...learnt, conventions: conventions([input.metric], input.bootstrapSamples) };
}
