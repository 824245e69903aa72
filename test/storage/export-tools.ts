import type { z } from 'zod';
import type { ModelVectors } from '#engine/dataset/exporters/vector-tables';
import type { Dataset } from '#engine/model/dataset';
import { exportData } from '#service/export/export-data';
import { nodeFileOperations as files } from '#service/storage/files/file-operations';
import { RankLabError } from '#shared/errors';
import { exportRequestSchema } from '#shared/schemas/dataset';

export const notBuilt = async (): Promise<ModelVectors> => {
  throw new RankLabError('NOT_BUILT', 'no models');
};

/** Exports a dataset without models, unless `vectors` gives some. */
export const write = (dataset: Dataset, folder: string, request: z.input<typeof exportRequestSchema> = {}, vectors = notBuilt) =>
  exportData({ dataset: async () => dataset, vectors }, exportRequestSchema.parse(request), folder, files);
