import { throwIfCancelled } from '#engine/core/cancellation';
import { evaluateSlates, type SlateReport } from '#engine/evaluate/off-policy/slates/evaluate-slates';
import { PlackettLuce } from '#engine/evaluate/off-policy/slates/plackett-luce';
import { TargetWriter } from '#engine/evaluate/off-policy/slates/target-columns';
import { userSlatesOf } from '#engine/evaluate/off-policy/slates/user-slates';
import type { Dataset } from '#engine/model/dataset';
import type { Recommender } from '#engine/pipeline/recommend';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { VariantSlatesInput } from '#shared/schemas/off-policy-slates';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';
import type { Models } from '../models/models';
import { listVariant } from './list-signals';
import { targetOf } from './targets';

/** Estimates the reward of a variant's lists from logged ones. @throws NOT_FOUND for an unknown user, UNSUPPORTED for variants with diversity. */
export async function evaluateVariantSlates(
  models: Models,
  signals: SignalDefinitions,
  input: VariantSlatesInput,
  context: TaskContext = {},
): Promise<SlateReport> {
  const { side, split, seed, confidence, bootstrapSamples, resampleSeed, acceptFewDecisions } = input;
  requireRandomisable(input.variant);
  const { slates, positions, users, videos, rewards, loggingProbabilities } = input;
  const logged = userSlatesOf({ slates, positions, users, videos, rewards, loggingProbabilities });
  const recommender = await models.recommender(side, undefined, { split, seed });
  const { dataset } = recommender.view;
  const { variant } = await listVariant(recommender.view, input.variant, signals, side);
  const items = Int32Array.from(logged.videos.map((video) => dataset.items.ids.find(video) ?? -1));
  const writer = new TargetWriter({ offsets: logged.offsets, items, rewards: Float64Array.from(logged.rewards) });
  let done = 0;
  for (const [user, lists] of logged.listsOfUser) {
    throwIfCancelled(context);
    await context.yieldToEventLoop?.();
    const policy = await policyOf(recommender, dataset, variant, user, input.temperature);
    for (const list of lists) writer.write(list, policy);
    done += lists.length;
    context.report?.((0.9 * done) / (logged.offsets.length - 1), 'probabilities of the logged lists');
  }
  const { targetProbabilities, predictedRewards, targetValues } = writer.columns;
  const rows = { ...logged, targetProbabilities, predictedRewards, targetValues };
  return evaluateSlates(rows, { confidence, bootstrapSamples, seed: resampleSeed, acceptFewDecisions });
}

/** Other choices depend on what is above in a way that has no simple probabilities. */
function requireRandomisable({ name, mmrLambda, filters }: Variant): void {
  const because = mmrLambda < 1 ? 'MMR λ below 1' : filters.maxPerCreator !== null ? 'a limit per creator' : undefined;
  if (because === undefined) return;
  throw new RankLabError('UNSUPPORTED', `“${name}” has ${because}: its lists have no probabilities by score`, {
    place: 'variant',
    remedy: 'Set MMR λ to 1 and remove the limit per creator',
  });
}

async function policyOf(
  recommender: Recommender,
  dataset: Dataset,
  variant: Variant,
  user: string,
  temperature: number,
): Promise<PlackettLuce> {
  const { ranker } = await recommender.rankerFor(targetOf(dataset, { user }), variant, variant.candidates.poolSize);
  const scores = ranker.relevanceOf(0);
  const slots = Array.from({ length: ranker.tensor.counts[0] ?? 0 }, (_, slot) => slot).filter((slot) =>
    ranker.isEligible(ranker.tensor.items[slot] ?? -1),
  );
  return new PlackettLuce(
    slots.map((slot) => ranker.tensor.items[slot] ?? -1),
    slots.map((slot) => scores[slot] ?? 0),
    temperature,
  );
}
