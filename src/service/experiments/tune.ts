import { subtask } from '#engine/core/cancellation';
import { tuneWeights, type TuneSettings, type Tuning } from '#engine/pipeline/tune';
import type { TaskContext } from '#engine/ports';
import type { Conventions } from '#shared/schemas/conventions';
import type { RelevanceSettings, SplitSettings } from '#shared/schemas/experiment';
import { sharedThread } from '../jobs/shared-thread';
import type { Experiments } from './experiments';

interface TuneRequest extends TuneSettings {
  readonly split: SplitSettings;
  readonly relevance: RelevanceSettings;
}

/** Searches weights of a variant on the validation part of the workspace's data. */
export async function tune(
  experiments: Pick<Experiments, 'validation' | 'completed'>,
  asked: TuneRequest,
  context?: TaskContext,
): Promise<Tuning & { readonly conventions: Conventions }> {
  const request = { ...asked, variant: await experiments.completed(asked.variant, asked.signals) };
  const { bench, conventions } = await experiments.validation(request, subtask(context, 0, 0.3));
  const tuning = await tuneWeights(bench, request, subtask(sharedThread(context), 0.3, 1));
  return { ...tuning, conventions: conventions([request.metric], 0) };
}
