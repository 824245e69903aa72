import type { Dataset } from '#engine/model/dataset';
import type { CsrMatrix } from '#engine/core/linear-algebra/matrix';
import type { ListContext } from '#engine/pipeline/pools';
import { runEntriesOf } from '#engine/pipeline/run-entries';
import { whyNot } from '#engine/pipeline/why-not/why-not';
import type { SlateReport } from '#engine/evaluate/off-policy/slates/evaluate-slates';
import type { StageClock, TaskContext } from '#engine/ports';
import { candidateSources } from '#engine/candidates/registry';
import { labelsAt } from '#engine/core/containers/label-columns';
import { findFlips } from '#engine/rerank/flips/flips';
import { itemRow } from '#shared/ids';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { FlipsOutput, WhyNotOutput, flipsInputSchema, whyNotInputSchema } from '#shared/schemas/explanation';
import type { GoalOutput, GoalSettings } from '#shared/schemas/goal';
import { listLengthOf } from '#shared/schemas/list-length';
import type { VariantSlatesInput } from '#shared/schemas/off-policy-slates';
import type { RankedVideo, RankingContext, RecommendOutput, recommendInputSchema } from '#shared/schemas/ranking';
import type { z } from 'zod';
import type { AnnSelection } from '../ann/ann-selection';
import type { Experiments } from '../experiments/experiments';
import type { StoredVariants } from '../experiments/stored-variants';
import type { Models } from '../models/models';
import type { SignalStore } from '../signals/signal-store';
import { listVariant } from './list-signals';
import { seekGoalFor, type GoalQuestion } from './goals';
import { evaluateVariantSlates } from './off-policy-slates';
import { reference, targetOf } from './targets';

type RecommendInput = z.infer<typeof recommendInputSchema>;

/** Inputs of a list. */
interface ListSources {
  readonly models: Models;
  readonly experiments: Experiments;
  readonly variants: StoredVariants;
  readonly signals: SignalStore;
  readonly ann: AnnSelection;
  /** Knows videos that came after the models of the evaluation side were built. */
  readonly data: { video(videoId: string): Promise<{ readonly title: string }> };
}

/** Of a video that was added after the split's models were built. */
const addedSince: Omit<WhyNotOutput, 'video'> = {
  stage: 'unknown-at-training',
  sentence: 'It was not known at training time: it was added after the models were built.',
  position: null,
  poolPosition: null,
  poolSize: 0,
  score: null,
  scoreToBeat: null,
  contributions: [],
  sources: [],
  lifts: [],
};

/** Single lists and questions about them: why an item stands where it stands, when it would not, and where one was lost. */
export class Lists {
  constructor(private readonly sources: ListSources) {}

  /** `clock` receives the stage durations. */
  async recommend(
    { context, variant: given, exclude, side, relevance, split, seed, ...length }: RecommendInput,
    clock?: StageClock,
  ): Promise<RecommendOutput> {
    const startedAt = performance.now();
    const asked = given ?? (await this.sources.variants.defaultVariant());
    const recommender = await this.sources.models.recommender(side, 'user' in context ? context.user : undefined, { split, seed });
    const { dataset } = recommender.view;
    const { variant, unavailable } = await listVariant(recommender.view, asked, await this.sources.signals.all(), side);
    const target = targetOf(dataset, context);
    requirePresent(recommender.hidden, target, context);
    const excluded = exclude.map((id) => dataset.items.ids.rowOf(id));
    const { items: list, degradedBecause } = await recommender.recommendWithNote(target, variant, listLengthOf(length), excluded, clock);
    const relevant =
      side === 'evaluation' && 'userRow' in target
        ? await this.sources.experiments.relevantItems(target.userRow, relevance, split, seed)
        : undefined;
    const entriesOf = await runEntriesOf(recommender.view, variant, target);
    const items = list.map(({ item, position, score, tie, contributions, sources }): RankedVideo => {
      const { videoId, title, categories, creator, publishedAtMs } = describeVideo(dataset, item);
      const found = relevant ? relevant.has(item) : null;
      const runs = entriesOf && { runs: entriesOf(item) };
      const tied = tie && { tie };
      return {
        videoId,
        title,
        categories,
        creator,
        publishedAtMs,
        position,
        score,
        ...tied,
        contributions,
        sources,
        ...runs,
        relevant: found,
      };
    });
    return {
      variant: variant.name,
      backend: await this.#backend(),
      note: joined(degradedBecause, noteOf(recommender.view.interactions, target, items)),
      unavailableSignals: unavailable,
      elapsedMs: performance.now() - startedAt,
      items,
    };
  }

  /** The backend of the indexes, which are in memory even where it cannot be used any more, as after its connection was removed. */
  async #backend(): Promise<string> {
    const { backend } = (await this.sources.models.settings()).index;
    return backend === 'auto' ? this.sources.ann.choose('auto').id : backend;
  }

  async flips({ context, variant: asked, limit, low, high, side, split, seed }: z.infer<typeof flipsInputSchema>): Promise<FlipsOutput> {
    const recommender = await this.sources.models.recommender(side, undefined, { split, seed });
    const { dataset } = recommender.view;
    const { variant } = await listVariant(recommender.view, asked, await this.sources.signals.all(), side);
    const { ranker } = await recommender.rankerFor(targetOf(dataset, context), variant, limit);
    try {
      const signals = ranker.tensor.signalIds.map((signal) => ({
        signal,
        flips: findFlips(ranker, 0, signal, low, high).map((flip) => ({
          weight: flip.weight,
          position: flip.position,
          aheadBelow: reference(dataset, flip.aheadBelow),
          aheadAbove: reference(dataset, flip.aheadAbove),
        })),
      }));
      return { unavailableBecause: null, signals };
    } catch (error) {
      if (isRankLabError(error) && error.code === 'UNSUPPORTED') return { unavailableBecause: error.message, signals: [] };
      throw error;
    }
  }

  async whyNot({ context, video, variant: asked, limit, side, split, seed }: z.infer<typeof whyNotInputSchema>): Promise<WhyNotOutput> {
    const recommender = await this.sources.models.recommender(side, undefined, { split, seed });
    const { dataset } = recommender.view;
    const item = dataset.items.ids.find(video);
    if (item === undefined) return { ...addedSince, video: { videoId: video, title: (await this.sources.data.video(video)).title } };
    const { variant } = await listVariant(recommender.view, asked, await this.sources.signals.all(), side);
    const answer = await whyNot(recommender, { target: targetOf(dataset, context), item, variant, limit });
    return { ...answer, video: reference(dataset, item) };
  }

  /** The smallest change of weights that puts videos where they should stand, and what it does to all test users. */
  async goal(question: GoalQuestion, settings: GoalSettings, context?: TaskContext): Promise<GoalOutput> {
    const { models, experiments, signals } = this.sources;
    return seekGoalFor(models, experiments.diagnosis, await signals.all(), question, settings, context);
  }

  /** What a variant's lists would have earned, from logged lists with propensities. */
  async offPolicy(input: VariantSlatesInput, context?: TaskContext): Promise<SlateReport> {
    return evaluateVariantSlates(this.sources.models, await this.sources.signals.all(), input, context);
  }
}

/** Both notes as one text; null without any. */
const joined = (first: string | undefined, second: string | null): string | null =>
  [first, second].filter((note) => note != null).join('. ') || null;

/** @throws NOT_FOUND when the seed is a video that was removed. */
function requirePresent(hidden: ReadonlySet<number>, target: ListContext, context: RankingContext): void {
  if (!('videoRow' in target) || !('video' in context) || !hidden.has(target.videoRow)) return;
  throw new RankLabError('NOT_FOUND', `The video “${context.video}” was removed`, { place: 'context.video', value: context.video });
}

function noteOf(interactions: CsrMatrix, target: ListContext, items: readonly RankedVideo[]): string | null {
  if ('queryText' in target) return matchesQuery(items) ? null : 'No word of this query is known: the list does not depend on it';
  if (!('userRow' in target)) return null;
  const { userRow } = target;
  const known = userRow < interactions.rows && interactions.offsets[userRow + 1] !== interactions.offsets[userRow];
  return known ? null : 'This user has no history on this side: candidates come from content and popularity';
}

/** Whether a source that reads the query found any of the items. */
const matchesQuery = (items: readonly RankedVideo[]): boolean =>
  items.length === 0 || items.some(({ sources }) => sources.some((id) => candidateSources.get(id, 'sources').ignoresRequest !== true));

function describeVideo(
  { items }: Dataset,
  item: number,
): Pick<RankedVideo, 'videoId' | 'title' | 'categories' | 'creator' | 'publishedAtMs'> {
  const published = items.publishedAtMs[item] ?? NaN;
  return {
    videoId: items.ids.idOf(itemRow(item)),
    title: items.titles[item] ?? '',
    categories: labelsAt(items.categories, item),
    creator: items.creators.labels[items.creators.codes[item] ?? -1] ?? null,
    publishedAtMs: Number.isNaN(published) ? null : published,
  };
}
