import type { TaskContext } from '#engine/ports';
import { parseParams } from '#engine/core/registry';
import type { ClickBehaviour, TrueLists } from '#engine/simulate/click-models/port';
import { clickModels } from '#engine/simulate/click-models/registry';
import { generatorLists, truthRows, type KnownTruth } from '#engine/simulate/users/generator-truth';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { AudienceReport, AudienceSettings } from '#shared/schemas/simulate';
import type { Variant } from '#shared/schemas/variant';
import type { OpenQuestion } from '../diagnosis/question';

/** The users of a test part with their lists under every variant, and with what they would click. */
export interface KnownUsers {
  readonly lists: readonly TrueLists[];
  readonly behaviour: ClickBehaviour;
  readonly report: AudienceReport;
}

/**
 * Computes every user’s list under every variant once; visits are then simulated from these lists and the truth about them.
 * @throws NOT_FOUND where no truth is stored.
 */
export async function knownUsers(
  { bench }: OpenQuestion,
  variants: readonly Variant[],
  { clickModel, listLength }: AudienceSettings,
  truth: KnownTruth | undefined,
  context?: TaskContext,
): Promise<KnownUsers> {
  if (!truth) {
    throw new RankLabError('NOT_FOUND', 'The truth about these users is not known: the data was not generated here', {
      place: 'audience.truth',
      remedy: 'Generate data in this workspace',
    });
  }
  const model = clickModels.get(clickModel.id, 'audience.clickModel.id');
  const params = parseParams(model, clickModel.params, 'audience.clickModel.params');
  const { dataset, latestTimestampMs } = bench.view;
  const rows = truthRows(truth, dataset.users.ids.ids, dataset.items.ids.ids);
  const lists: TrueLists[] = [];
  for (const [v, variant] of variants.entries()) {
    context?.report?.(v / variants.length, `lists of “${variant.name}”`);
    const run = await bench.run(variant, listLength);
    lists.push(generatorLists(truth, rows, run, listLength, latestTimestampMs));
    await context?.yieldToEventLoop?.();
  }
  const unknown = bench.qrels.users.reduce((sum, user) => sum + ((rows.users[user] ?? -1) < 0 ? 1 : 0), 0);
  const added = unknown > 0 ? `; ${formatCount(unknown)} users were added later and click nothing` : '';
  return {
    lists,
    behaviour: model.create(params, { positionBias: truth.truth.behaviour.positionBias }),
    report: {
      truth: 'generator',
      description: `Users click by the generator’s stored truth: taste, quality and freshness at the end of the training part${added}`,
      clickModel: model.label,
      profileCount: bench.qrels.users.length,
    },
  };
}
