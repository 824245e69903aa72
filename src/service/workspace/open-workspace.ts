import { join } from 'node:path';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { fromPlain } from '#engine/dataset/plain-dataset';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { z } from 'zod';
import type { GeneratorParams, ImportReport, ImportRequest, newInteractionSchema, newVideoSchema } from '#shared/schemas/dataset';
import type { GeneratedTaskOutput } from '../jobs/tasks';
import type { WorkerPool } from '../jobs/worker-pool';
import type { Workspace } from './stored-workspace';
import { workspaceFiles } from '../storage/files/workspace-paths';
import type { AnnSelection } from '../ann/ann-selection';
import { closeEach } from '#engine/core/close-each';
import { Arrivals, type Arrival } from '../storage/log/arrivals';
import { CatalogueMaps } from '../models/catalogue-map';
import { Experiments } from '../experiments/experiments';
import { Simulations } from '../experiments/simulate/simulations';
import { DataExport } from './data-export';
import { RankerExport } from './ranker-export';
import { beginGeneration, describeSize, type Generation } from './generation';
import { TruthStore } from './ground-truth';
import { Lists } from '../recommend/lists';
import { Models } from '../models/models';
import { OnlineExperiments } from '../online/online-experiments';
import { ResultFiles } from '../experiments/ranklab-files';
import { RunStore } from '../runs/run-store';
import { Schedules } from '../schedules/schedules';
import { SignalStore } from '../signals/signal-store';
import { ScoringCache } from '../signals/scoring-cache';
import { HttpScoring } from '../signals/scoring-service';
import { VectorStore } from '../signals/vector-store';
import { StoredVariants } from '../experiments/stored-variants';
import type { WorkspaceContext } from './workspace-context';

type NewVideo = z.infer<typeof newVideoSchema>;

/** One open workspace with its data and models in memory. */
export class OpenWorkspace implements WorkspaceContext {
  #dataset: Promise<Dataset | undefined> | undefined;
  #arrivals = new Arrivals();
  /** Position in the durable log that the data in memory reflects. */
  #readPosition = 0;
  readonly runs: RunStore;
  readonly vectors: VectorStore;
  readonly scoring: HttpScoring;
  /** Answers of scoring services. */
  readonly scores: ScoringCache;
  readonly signals: SignalStore;
  readonly models: Models;
  readonly lists: Lists;
  readonly experiments: Experiments;
  readonly variants: StoredVariants;
  readonly online: OnlineExperiments;
  readonly schedules: Schedules;
  readonly resultFiles: ResultFiles;
  readonly catalogueMap: CatalogueMaps;
  readonly dataExport: DataExport;
  readonly rankerExport: RankerExport;
  /** For simulated users; no model reads it. */
  readonly truth: TruthStore;
  readonly simulations: Simulations;

  constructor(
    readonly store: Workspace,
    readonly workers: WorkerPool,
    readonly ann: AnnSelection,
  ) {
    this.truth = new TruthStore(store.artifacts, () => store.data.baseFingerprint());
    this.runs = new RunStore(store.artifacts, store.files, join(store.path, workspaceFiles.uploads));
    this.vectors = new VectorStore(store.artifacts, store.files, ann);
    this.scores = new ScoringCache(join(store.cachePath, 'scores.cache'));
    this.scoring = new HttpScoring(this.scores);
    this.signals = new SignalStore(store.files, join(store.path, workspaceFiles.state));
    this.models = new Models(this);
    this.dataExport = new DataExport(this, this.models);
    this.experiments = new Experiments(this, this.models);
    this.simulations = new Simulations(this.experiments.diagnosis, this.truth);
    this.variants = new StoredVariants(store.files, join(store.path, workspaceFiles.state));
    this.rankerExport = new RankerExport(this, this);
    this.lists = new Lists({
      models: this.models,
      experiments: this.experiments,
      variants: this.variants,
      signals: this.signals,
      ann,
      data: store.data,
    });
    this.resultFiles = new ResultFiles(store);
    this.online = new OnlineExperiments(store.files, join(store.path, workspaceFiles.online), { setAside: store.setAside }, () =>
      this.findDataset(),
    );
    this.schedules = new Schedules(store.files, join(store.path, workspaceFiles.schedules), { setAside: store.setAside });
    this.catalogueMap = new CatalogueMaps(this.models, workers, store.artifacts);
  }

  /** @throws NOT_BUILT when the workspace has no data yet. */
  async dataset(): Promise<Dataset> {
    const dataset = await this.findDataset();
    if (dataset) return dataset;
    throw new RankLabError('NOT_BUILT', 'This workspace has no data yet', {
      place: this.store.info.path,
      remedy: 'Generate or import data first',
    });
  }

  /** The data as last read; later changes are in `arrivals`. */
  findDataset(): Promise<Dataset | undefined> {
    this.#dataset ??= this.#read();
    return this.#dataset;
  }

  /** Additions, edits, removals and interactions since `dataset()` was read. */
  get arrivals(): Arrivals {
    return this.#arrivals;
  }

  /** Index of the first arrival that is not in `dataset()`. */
  arrivalsRead(): number {
    return this.#arrivals.placeAfter(this.#readPosition);
  }

  /** The data, reread if anything has arrived since; models built from it start there. */
  async latestDataset(): Promise<Dataset> {
    if (this.#arrivals.since(this.arrivalsRead()) > 0) {
      this.#dataset = this.#read();
      this.models.forgetSides();
      this.vectors.supersede();
      this.experiments.forget();
    }
    return this.dataset();
  }

  async #read(): Promise<Dataset | undefined> {
    const loaded = await this.store.data.load();
    this.#readPosition = loaded?.position ?? 0;
    return loaded?.dataset;
  }

  /** Generates data, replacing the existing data, and writes it as three CSV files to `exports/generated`. */
  async generate(params: GeneratorParams, context?: TaskContext) {
    const { saved, exported, report } = await this.keepGenerated(beginGeneration(params, this.workers, context));
    await saved;
    await exported;
    context?.report?.(1, 'saved');
    return { report };
  }

  /**
   * As `generate`, but `dataset` resolves as soon as the data exists, while it is being saved and the CSV files are written. The caller awaits both.
   */
  async keepGenerated({ params, output, milliseconds }: Generation) {
    this.store.requireWritable();
    // This thread has nothing else to do.
    this.store.data.warm();
    this.ann.warm();
    const { dataset: plain, ...generated } = await output;
    const dataset = fromPlain(plain);
    const millisecondsByStage: Record<string, number> = { generate: milliseconds() };
    const saved = this.#saveGenerated(dataset, generated, params).then((milliseconds) => {
      millisecondsByStage['save-data'] = milliseconds;
    });
    const exported = saved.then(() =>
      Promise.all([this.store.data.compact(), this.store.saveExports('generated', Object.entries(datasetCsvChunks(dataset)))]),
    );
    for (const promise of [saved, exported]) promise.catch(() => {}); // the rejection is reported when awaited, possibly later
    return { dataset, report: generated.report, saved, exported, millisecondsByStage };
  }

  /** @returns the milliseconds it took. */
  async #saveGenerated(
    dataset: Dataset,
    { truth, report }: Omit<GeneratedTaskOutput, 'dataset'>,
    params: GeneratorParams,
  ): Promise<number> {
    const startedAt = performance.now();
    await this.truth.write(dataset, truth, report);
    await this.store.data.commitDataset(dataset, `Generated: ${describeSize(params)}, seed ${params.seed}`);
    this.#replace(dataset);
    await this.truth.tidy().catch(() => {}); // leftover files only cost space
    return performance.now() - startedAt;
  }

  async import(request: ImportRequest, context?: TaskContext): Promise<ImportReport> {
    this.store.requireWritable();
    const { dataset, report } = await this.store.importer.importFiles(request, context ?? {});
    if (report.changed) {
      this.#replace(dataset);
      await this.truth.tidy().catch(() => {});
    }
    return report;
  }

  /** Brings back the data that was replaced last; once more takes that back. @throws NOT_FOUND when none was. */
  async undoImport(): Promise<void> {
    await this.store.data.undoReplacement();
    await this.store.importer.forgetWatermarks();
    this.#replace(undefined);
  }

  /** Durable, and usable in the next list, when it returns. @throws CONFLICT when the id is taken. */
  async addVideo(video: NewVideo): Promise<string> {
    const { videoId, position } = await this.store.data.appendVideo(video);
    await this.#arrived({ kind: 'video', position, video: { ...video, videoId } });
    return videoId;
  }

  /** Replaces the properties of a video. @throws NOT_FOUND */
  async updateVideo(video: NewVideo & { videoId: string }): Promise<void> {
    await this.#arrived({ kind: 'video', position: await this.store.data.updateVideo(video), video });
  }

  /** @throws NOT_FOUND */
  async removeVideo(videoId: string): Promise<void> {
    await this.#arrived({ kind: 'removal', position: await this.store.data.removeVideo(videoId), videoId });
  }

  /** Undoes a removal, with the video's interactions. @throws NOT_FOUND, CONFLICT when the id is taken. */
  async restoreVideo(videoId: string): Promise<void> {
    const { position, video, interactions } = await this.store.data.restoreVideo(videoId);
    await this.#arrived({ kind: 'restoration', position, video, interactions });
  }

  /** Durable when it returns; counts in this user's next list. @throws NOT_FOUND for an unknown video. */
  async logInteraction(interaction: z.infer<typeof newInteractionSchema>): Promise<void> {
    const entry = { ...interaction, timestampMs: interaction.timestampMs ?? Date.now() };
    const serving = await this.models.inMemory.get();
    if (serving) serving.requireVideo(entry.videoId);
    else await this.store.data.video(entry.videoId);
    this.#arrivals.push({ kind: 'interaction', position: await this.store.data.appendInteractions([entry]), entry });
  }

  async #arrived(arrival: Arrival): Promise<void> {
    this.#arrivals.push(arrival);
    await this.models.inMemory.catchUp();
  }

  /** The folder is free afterwards, also when something could not be closed. @throws the first failure. */
  close(): Promise<void> {
    return closeEach([
      () => this.experiments.passing.settle(),
      () => this.models.close(),
      () => this.experiments.forget(),
      () => this.vectors.close(),
      () => this.scores.close(),
      () => this.online.close(),
      () => this.schedules.close(),
      () => this.store.close(),
    ]);
  }

  /** The data has changed: releases everything derived from the old data. */
  #replace(dataset: Dataset | undefined): void {
    // Changes logged meanwhile belong to the new data but are not in this copy.
    this.#dataset = dataset === undefined || this.#arrivals.since(0) > 0 ? undefined : Promise.resolve(dataset);
    this.#arrivals = new Arrivals();
    this.#readPosition = 0;
    this.models.forget();
    this.vectors.supersede();
    this.experiments.forget();
  }
}
