import { parseParams } from '#engine/core/registry';
import { createRng } from '#engine/core/rng';
import type { Run } from '#engine/model/run';
import type { TaskContext } from '#engine/ports';
import type { ClickBehaviour } from '#engine/simulate/click-models/port';
import { clickModels } from '#engine/simulate/click-models/registry';
import { generatorLists, truthRows, type KnownTruth } from '#engine/simulate/users/generator-truth';
import type { ItemLists } from '#engine/simulate/users/item-lists';
import { fitLogModel, modelLists } from '#engine/simulate/users/log-model';
import { fitPositionEffect } from '#engine/simulate/users/position-effect';
import { formatCount, formatShare } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { AudienceReport, AudienceSettings } from '#shared/schemas/simulate';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { OpenQuestion } from '../diagnosis/question';

/** The users of a test part with their lists under every variant, and with what they would click. */
export interface KnownUsers {
  readonly lists: readonly ItemLists[];
  readonly behaviour: ClickBehaviour;
  readonly report: AudienceReport;
}

interface Known {
  readonly lists: readonly ItemLists[];
  readonly positionBias: number;
  readonly description: string;
}

/** Of a log without positions: the inverse of the position, as in most studies. */
const usualPositionBias = 1;

/**
 * Computes every user’s list under every variant once; visits are then simulated from these lists and what is known about them.
 * @throws NOT_FOUND where the generator’s truth is asked for and none is stored.
 */
export async function knownUsers(
  { bench }: OpenQuestion,
  { variants, seed }: Pick<ExperimentConfig, 'variants' | 'seed'>,
  settings: AudienceSettings,
  truth: KnownTruth | undefined,
  context?: TaskContext,
): Promise<KnownUsers> {
  const { clickModel, listLength } = settings;
  const useTruth = settings.truth === 'generator' || (settings.truth === 'auto' && truth !== undefined);
  if (useTruth && !truth) throw noTruth();
  const model = clickModels.get(clickModel.id, 'audience.clickModel.id');
  const params = parseParams(model, clickModel.params, 'audience.clickModel.params');
  const runs: Run[] = [];
  for (const [v, variant] of variants.entries()) {
    context?.report?.(v / variants.length, `lists of “${variant.name}”`);
    runs.push(await bench.run(variant, listLength, context?.signal && { signal: context.signal }));
    await context?.yieldToEventLoop?.();
  }
  const known = useTruth && truth ? fromTruth(bench, truth, runs, listLength) : fromLog(bench, runs, settings, seed);
  return {
    lists: known.lists,
    behaviour: model.create(params, { positionBias: known.positionBias }),
    report: {
      truth: useTruth ? 'generator' : 'log',
      description: known.description,
      clickModel: model.label,
      profileCount: bench.qrels.users.length,
    },
  };
}

const noTruth = (): RankLabError =>
  new RankLabError('NOT_FOUND', 'The truth about these users is not known: the data was not generated here', {
    place: 'audience.truth',
    remedy: 'Use “log”, a model of this log, or generate data in this workspace',
  });

function fromTruth({ view, qrels }: OpenQuestion['bench'], known: KnownTruth, runs: readonly Run[], length: number): Known {
  const { dataset, latestTimestampMs } = view;
  const rows = truthRows(known, dataset.users.ids.ids, dataset.items.ids.ids);
  const unknown = qrels.users.reduce((sum, user) => sum + ((rows.users[user] ?? -1) < 0 ? 1 : 0), 0);
  const added = unknown > 0 ? `; ${formatCount(unknown)} users were added later and click nothing` : '';
  return {
    lists: runs.map((run) => generatorLists(known, rows, run, length, latestTimestampMs)),
    positionBias: known.truth.behaviour.positionBias,
    description: `Users click by the generator’s stored truth: taste, quality and freshness at the end of the training part${added}`,
  };
}

function fromLog({ view }: OpenQuestion['bench'], runs: readonly Run[], settings: AudienceSettings, seed: number): Known {
  const { dataset, positions, knownItems } = view;
  const effect = settings.exposure ? fitPositionEffect(dataset, positions, settings.exposure) : undefined;
  const model = fitLogModel(dataset, effect?.clicks ?? positions, knownItems, createRng(seed).derive('log model'));
  const clickRate = effect?.clickRate ?? settings.clickRate;
  const area = Number.isNaN(model.area) ? 'it could not be checked' : `area under the curve ${model.area.toFixed(2)} on the last tenth`;
  const level = effect
    ? `From ${formatCount(effect.exposures)} exposures a position is looked at with chance p^−${effect.positionBias.toFixed(2)}, and a look is a click with chance ${formatShare(clickRate)}`
    : `The log does not say how often lists are passed over: ${formatShare(clickRate)} of looks at the baseline’s first video are taken to click`;
  return {
    lists: modelLists(model, runs, settings.listLength, clickRate),
    positionBias: effect?.positionBias ?? usualPositionBias,
    description: `Users click by a model, not a known truth: a logistic regression fitted to the training part of this log on popularity, category and creator (${area}); it favours variants that resemble it. ${level}`,
  };
}
