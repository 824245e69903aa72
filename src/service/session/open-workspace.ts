import { mkdir } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { subtask } from '#engine/core/cancellation';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { z } from 'zod';
import type { newInteractionSchema, newVideoSchema } from '#shared/schemas/dataset';
import type { GeneratorParams, ImportReport, ImportRequest } from '#shared/schemas/dataset';
import type { WorkerPool } from '../jobs/worker-pool';
import type { Workspace } from '../storage/workspace';
import type { AnnSelection } from './ann-selection';
import { Experiments } from './experiments';
import { Lists } from './lists';
import { Models } from './models';

/** One open workspace with its data and models in memory. */
export class OpenWorkspace {
  #dataset: Promise<Dataset | undefined> | undefined;
  readonly models: Models;
  readonly lists: Lists;
  readonly experiments: Experiments;

  constructor(
    readonly store: Workspace,
    workers: WorkerPool,
    ann: AnnSelection,
  ) {
    this.models = new Models(this, workers, ann);
    this.lists = new Lists(this, ann);
    this.experiments = new Experiments(this);
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

  findDataset(): Promise<Dataset | undefined> {
    this.#dataset ??= this.store.data.loadDataset();
    return this.#dataset;
  }

  /** Generates data in place of what is there, and leaves it as three CSV files in `exports/generated`. */
  async generate(params: GeneratorParams, context?: TaskContext) {
    const startedAt = performance.now();
    const { dataset, report } = generateDataset(params, subtask(context, 0, 0.5));
    const generatedAt = performance.now();
    await Promise.all([
      this.store.data.saveDataset(
        dataset,
        `Generated: ${params.users} users, ${params.videos} videos, ${params.interactions} interactions, seed ${params.seed}`,
      ),
      this.#writeCsvFiles(dataset),
    ]);
    this.#replace(dataset);
    context?.report?.(1, 'saved');
    return { report, millisecondsByStage: { generate: generatedAt - startedAt, 'save-data': performance.now() - generatedAt } };
  }

  async import(request: ImportRequest, context?: TaskContext): Promise<ImportReport> {
    const { dataset, report } = await this.store.importer.importFiles(request, context ?? {});
    this.#replace(dataset);
    return report;
  }

  /** Durable when it returns. */
  async addVideo(video: z.infer<typeof newVideoSchema>): Promise<string> {
    const videoId = await this.store.data.appendVideo({ ...video });
    this.#dataset = undefined;
    return videoId;
  }

  /** Durable when it returns. @throws NOT_FOUND for an unknown video. */
  async logInteraction(interaction: z.infer<typeof newInteractionSchema>): Promise<void> {
    (await this.dataset()).items.ids.rowOf(interaction.videoId);
    await this.store.data.appendInteractions([{ ...interaction, timestampMs: interaction.timestampMs ?? Date.now() }]);
    this.#dataset = undefined;
  }

  async close(): Promise<void> {
    this.models.forget();
    this.experiments.forget();
    await this.store.close();
  }

  /** The data has changed: what was derived from the old data is let go. */
  #replace(dataset: Dataset): void {
    this.#dataset = Promise.resolve(dataset);
    this.models.forget();
    this.experiments.forget();
  }

  async #writeCsvFiles(dataset: Dataset): Promise<void> {
    const folder = join(this.store.exportsPath, 'generated');
    await mkdir(folder, { recursive: true });
    for (const [name, chunks] of Object.entries(datasetCsvChunks(dataset))) {
      await pipeline(Readable.from(chunks), createWriteStream(join(folder, name)));
    }
  }
}
