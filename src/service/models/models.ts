import { join } from 'node:path';
import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import type { Recommender } from '#engine/pipeline/recommend';
import { evaluationSide, servingSide, type Side } from '#engine/pipeline/sides';
import type { ModelRows } from '#engine/pipeline/growth/align-models';
import type { TaskContext } from '#engine/ports';
import { subtask } from '#engine/core/cancellation';
import { estimateEmbedding } from '#engine/embeddings/embed-items';
import { RankLabError } from '#shared/errors';
import type { EmbeddingEstimate, TextReading } from '#shared/schemas/embedding-cost';
import { buildSettingsSchema, type BuildReport, type BuildSettings, type ModelStatus } from '#shared/schemas/model';
import { splitSettingsSchema, type SplitSettings } from '#shared/schemas/experiment';
import { buildReport } from './build-report';
import { ModelArtifacts } from './model-artifacts';
import { createEmbeddingPorts, type ClosableEmbeddingPorts } from '../embeddings/embedding-ports';
import { readVectorFile } from '../import/vectors/read-vectors';
import { SpendMeter } from '../embeddings/embedding-spend';
import type { WorkspaceContext } from '../workspace/workspace-context';
import { describeIndexes, withNotes, type SideVectors } from './side-indexes';
import { SideCache, type LoadedSide } from './side-cache';
import { ServingModels } from './serving-models';
import type { TestSide } from './test-side';
import { ServingSlot } from './serving-slot';
import type { SideModels } from './models-in-memory';
import { storedVectors } from './side-vectors';
import { SideModelBuilder, type PreparedSide } from './side-models';

type SideName = 'serving' | 'evaluation';

/** Data in memory that is being saved as the workspace's. */
interface UnsavedDataset {
  readonly dataset: Dataset;
  readonly saved: Promise<void>;
}

/** The models of a workspace: fitted on all data for serving, and on the training side of a split for evaluation. */
export class Models {
  readonly #artifacts: ModelArtifacts;
  readonly #builder: SideModelBuilder;
  readonly inMemory = new ServingSlot();
  #servingIndexes: BuildReport['indexes'] | undefined;
  #settings: Promise<BuildSettings> | undefined;
  #defaultSplit: Promise<SplitSettings> | undefined;
  /** Splits are pure and cached per data and settings; one that is still being made when the data change stays with the old data. */
  #splits = new WeakMap<Dataset, Map<string, Side>>();
  readonly #sides = new SideCache();
  readonly #embeddingPorts: ClosableEmbeddingPorts;
  readonly #spend: SpendMeter;

  constructor(private readonly workspace: WorkspaceContext) {
    const { cachePath, state, artifacts } = workspace.store;
    this.#artifacts = new ModelArtifacts(artifacts);
    this.#spend = new SpendMeter(state);
    const cacheFile = join(cachePath, 'embeddings.cache');
    this.#embeddingPorts = createEmbeddingPorts(cacheFile, readVectorFile, (embed) => this.#spend.metered(embed), state);
    this.#builder = new SideModelBuilder(workspace.workers, workspace.ann, this.#artifacts, this.#embeddingPorts, {
      foreignRuns: workspace.runs,
      vectorFiles: workspace.vectors,
      scoringService: workspace.scoring,
    });
  }

  /** Cached, because every list needs them. */
  settings(): Promise<BuildSettings> {
    this.#settings ??= this.#artifacts.lineage('serving').then((lineage) => lineage?.settings ?? buildSettingsSchema.parse({}));
    this.#settings.catch(() => (this.#settings = undefined));
    return this.#settings;
  }

  /** The split the Lab and single lists of the evaluation side use; the Lab may change it. */
  defaultSplit(): Promise<SplitSettings> {
    this.#defaultSplit ??= this.workspace.store.state.load('split-settings').then((stored) => splitSettingsSchema.parse(stored ?? {}));
    return this.#defaultSplit;
  }

  async setDefaultSplit(split: SplitSettings): Promise<void> {
    await this.workspace.store.state.save('split-settings', split);
    this.#defaultSplit = Promise.resolve(split);
  }

  async isBuilt(): Promise<boolean> {
    if ((await this.report()) === null) return false;
    return this.#builder.isComplete(await this.servingSide(), await this.settings());
  }

  /** It became current together with the models; earlier versions kept it as a state document. */
  async report(): Promise<BuildReport | null> {
    const report = (await this.#artifacts.lineage('serving'))?.report ?? (await this.workspace.store.state.load('build-report'));
    return (report ?? null) as BuildReport | null;
  }

  async status(): Promise<ModelStatus> {
    const report = await this.report();
    const settings = await this.settings();
    const complete = report !== null && (await this.isBuilt());
    // The models in memory may have been loaded or repaired since the reported build.
    const indexes = withNotes(this.#servingIndexes ?? report?.indexes ?? [], this.inMemory.loaded);
    const stale = report !== null && !complete;
    return {
      built: complete,
      stale,
      staleBecause: stale ? ((await this.#artifacts.isReadable('serving')) ? 'data' : 'version') : null,
      spent: await this.#spend.spent(),
      settings,
      report: complete ? { ...report, indexes } : null,
    };
  }

  /** Estimated usage of the embedding service for a build with these settings; null if none is used. */
  async estimate({ embeddings }: BuildSettings): Promise<EmbeddingEstimate | null> {
    if (!embeddings) return null;
    const estimate = await estimateEmbedding(await this.workspace.dataset(), embeddings, this.#embeddingPorts);
    if (!estimate) return null;
    return { ...estimate, provider: embeddings.provider, priceUsd: estimate.priceUsd ?? null };
  }

  /** How the serving embeddings read a text; null if the provider does not support it. @throws NOT_BUILT */
  async explainText(text: string): Promise<TextReading[] | null> {
    const readings = (await this.serving()).models.explainText(text);
    return readings?.map(({ term, weight, insteadOf }) => ({ term, weight, insteadOf: insteadOf ?? null })) ?? null;
  }

  /**
   * Builds the serving side and, when the data can be split, the evaluation side; both take the place of the previous ones at once, and
   * the settings become those of the workspace. Cancelled or failed, whenever it is: the previous settings and models stay.
   * With `coming`, models are made from data that is still being saved, and written once it has been.
   */
  async build(
    settings: BuildSettings,
    context?: TaskContext,
    sides: readonly SideName[] = ['serving', 'evaluation'],
    unsaved?: UnsavedDataset,
  ): Promise<BuildReport> {
    this.workspace.store.requireWritable();
    const dataset = unsaved?.dataset ?? (await this.workspace.latestDataset());
    const parts = sides.includes('evaluation') ? 0.5 : 1;
    const side = this.#side(dataset, `serving ${dataset.fingerprint}`, () => servingSide(dataset));
    const serving = await this.#builder.prepare(dataset, side, settings, subtask(context, 0, parts));
    const prepared = [serving];
    try {
      await unsaved?.saved; // the evaluation side is of the data as it is saved
      const evaluation = sides.includes('evaluation') ? await this.#prepareEvaluation(settings, subtask(context, 0.5, 1)) : undefined;
      if (evaluation) prepared.push(evaluation);
      await this.#builder.write(prepared, () => this.#base());
      if (evaluation) await this.#sides.getOrMake(evaluation.side.scope, settings, async () => evaluation.models);
    } catch (error) {
      for (const { models } of prepared) models.dispose();
      throw error;
    }
    this.inMemory.put(this.#servingFrom(serving.models));
    this.#settings = Promise.resolve(settings);
    return buildReport(dataset, serving.models);
  }

  /** Undefined where the data cannot be split, and where the side is there already. */
  async #prepareEvaluation(settings: BuildSettings, context?: TaskContext): Promise<PreparedSide | undefined> {
    const side = await this.#evaluationSideOrNothing(await this.defaultSplit(), settings.seed);
    if (!side) return undefined;
    if (this.#sides.has(side.scope, settings)) {
      await this.viewOf(side, settings, context);
      return undefined;
    }
    return this.#builder.prepare(await this.workspace.dataset(), side, settings, context);
  }

  /**
   * `user` reads its own latest interactions. `test` says which split's training side an evaluation list is of; without it
   * the workspace's. @throws NOT_BUILT when the serving models were never built.
   */
  async recommender(name: SideName, user?: string, test: TestSide = {}): Promise<Recommender> {
    if (name === 'serving') return (await this.serving()).recommender(user);
    const settings = test.models ?? (await this.settings());
    const seeded = { ...settings, seed: test.seed ?? settings.seed };
    const side = await this.evaluationSide(test.split ?? (await this.defaultSplit()), seeded.seed);
    return (await this.#loaded(side, seeded)).recommender;
  }

  /**
   * Rebuilds the serving models on all current data with unchanged settings while the old ones keep serving; then swaps them in and applies later
   * arrivals. @throws NOT_BUILT when there is nothing to refresh.
   */
  async refresh(context?: TaskContext): Promise<BuildReport> {
    await this.serving();
    return this.build(await this.settings(), context, ['serving']);
  }

  /** The users and videos that the serving models were built from. */
  trainedRows(): Promise<ModelRows | undefined> {
    return this.#artifacts.readRows('serving');
  }

  /** The serving models, loaded when they are not in memory. @throws NOT_BUILT */
  serving(): Promise<ServingModels> {
    return this.inMemory.load(() => this.#loadServing());
  }

  async servingSide(given?: Dataset): Promise<Side> {
    const dataset = given ?? (await this.workspace.dataset());
    const lineage = await this.#artifacts.lineage('serving');
    const trainedOn = lineage && lineage.base === (await this.#base()) ? lineage.trainedOn : dataset.fingerprint;
    return this.#side(dataset, `serving ${trainedOn}`, () => servingSide(dataset, trainedOn));
  }

  async #base(): Promise<string> {
    return (await this.workspace.store.data.baseFingerprint()) ?? '';
  }

  /** @throws INVALID_ARGUMENT when the data cannot be split so. */
  async evaluationSide(split: SplitSettings, seed: number): Promise<Side> {
    const dataset = await this.workspace.dataset();
    return this.#side(dataset, JSON.stringify([split, seed]), () => evaluationSide(dataset, split, seed));
  }

  #side(dataset: Dataset, key: string, make: () => Side): Side {
    const sides = this.#splits.get(dataset) ?? new Map<string, Side>();
    this.#splits.set(dataset, sides);
    const side = sides.get(key) ?? make();
    sides.set(key, side);
    return side;
  }

  /** The view of a split's training side, created on first use. */
  async viewOf(side: Side, settings: BuildSettings, context?: TaskContext): Promise<TrainingView> {
    return (await this.#loaded(side, settings, context)).models.view;
  }

  /** Description of a side's candidate search, for exports. */
  indexDescription(scope: string): string {
    return describeIndexes(this.#sides.find(scope)?.models.indexes ?? []);
  }

  async close(): Promise<void> {
    this.forget();
    await this.#embeddingPorts.close();
  }

  forget(): void {
    this.inMemory.put(undefined);
    this.#servingIndexes = undefined;
    this.forgetSides();
  }

  /** Evicts the evaluation sides: they belong to superseded data. */
  forgetSides(): void {
    this.#sides.clear();
    this.#splits = new WeakMap();
  }

  #loaded(side: Side, settings: BuildSettings, context?: TaskContext): Promise<LoadedSide> {
    return this.#sides.getOrMake(side.scope, settings, async () =>
      this.#builder.make(await this.workspace.dataset(), side, settings, () => this.#base(), context),
    );
  }

  async #loadServing(): Promise<ServingModels> {
    const settings = await this.settings();
    const dataset = await this.workspace.dataset();
    const side = await this.servingSide(dataset);
    if (!(await this.#builder.isComplete(side, settings))) {
      const readable = await this.#artifacts.isReadable('serving');
      const why = readable
        ? 'The models are not built, or the data has changed since'
        : 'The models were built by another version of RankLab';
      throw new RankLabError('NOT_BUILT', why, {
        place: this.workspace.store.info.path,
        remedy: 'Build them on the Model page, or with “ranklab build”',
      });
    }
    const models = await this.#builder.load(dataset, side, settings);
    const serving = this.#servingFrom(models);
    const { itemsToFold, usersToFold } = models;
    if (itemsToFold.length + usersToFold.length > 0) await serving.foldIn(itemsToFold, usersToFold);
    await serving.catchUp();
    return serving;
  }

  /** The vectors of the serving side, whether or not their indexes can be opened. @throws NOT_BUILT */
  async servingVectors(): Promise<SideVectors> {
    return storedVectors(this.#artifacts, await this.servingSide(), await this.settings());
  }

  #servingFrom(models: SideModels): ServingModels {
    this.#servingIndexes = models.indexes;
    return new ServingModels(models, this.workspace.arrivals, this.workspace.arrivalsRead());
  }

  async #evaluationSideOrNothing(split: SplitSettings, seed: number): Promise<Side | undefined> {
    try {
      return await this.evaluationSide(split, seed);
    } catch (error) {
      // Data without timestamps has no time split; serving needs none, and an evaluation reports the reason.
      if (error instanceof RankLabError && error.code === 'INVALID_ARGUMENT') return undefined;
      throw error;
    }
  }
}
