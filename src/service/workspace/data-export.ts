import { join } from 'node:path';
import { selectRows } from '#engine/dataset/exporters/select-rows';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { ExportCount, ExportedPart, ExportFilter, ExportReport, ExportRequest } from '#shared/schemas/dataset';
import { exportData } from '../export/export-data';
import { readExported } from '../export/read-exported';
import type { Models } from '../models/models';
import { guarded } from '../storage/files/storage-error';
import { workspaceFiles } from '../storage/files/workspace-paths';
import type { WorkspaceContext } from './workspace-context';

/** A workspace's data on its way out. */
export class DataExport {
  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly models: Models,
  ) {}

  /** Where exports go that name no folder. */
  get folder(): string {
    return join(this.workspace.store.path, workspaceFiles.exports, 'data');
  }

  /** @throws see `exportData`. */
  write(request: ExportRequest, context?: TaskContext, folder = this.folder): Promise<ExportReport> {
    const { files } = this.workspace.store;
    const source = {
      dataset: () => this.#dataset(),
      vectors: async () => {
        const { view } = await (await this.models.serving()).recommender();
        return { dataset: view.dataset, embeddings: view.embeddings, factors: view.factors };
      },
    };
    return guarded('export the data', folder, () => exportData(source, request, folder, files, context));
  }

  /** How many rows an export would write. @throws INVALID_ARGUMENT for a kind or a column that the data does not have, NOT_BUILT without data. */
  async count(filter: ExportFilter): Promise<ExportCount> {
    const { users, videos, interactions } = selectRows(await this.#dataset(), filter);
    return { users: users.length, videos: videos.length, interactions: interactions.length };
  }

  /** A part of a file of the last export into the workspace. @throws NOT_FOUND, CONFLICT, INVALID_ARGUMENT */
  read(request: Parameters<typeof readExported>[2]): Promise<ExportedPart> {
    return guarded(`read ${request.name}`, this.folder, () => readExported(this.workspace.store.files, this.folder, request));
  }

  /** What is in memory while nothing has arrived since; the tables otherwise, without disturbing models that were made from memory. */
  async #dataset(): Promise<Dataset> {
    const { arrivals, store } = this.workspace;
    const known = await this.workspace.dataset();
    if (arrivals.since(this.workspace.arrivalsRead()) === 0) return known;
    const dataset = await store.data.loadDataset();
    if (dataset) return dataset;
    throw new RankLabError('NOT_BUILT', 'This workspace has no data yet', { remedy: 'Generate or import data first' });
  }
}
