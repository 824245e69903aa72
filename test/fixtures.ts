import { computeFactors } from '#engine/factors/compute-factors';
import { embedItems } from '#engine/embeddings/embed-items';
import { exactBackend } from '#engine/ann/backends/exact';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { trainingMatrix } from '#engine/dataset/training-matrix';
import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import { evaluationSide, servingSide, type Side } from '#engine/pipeline/sides';
import { createTrainingView, latestTimestampMs } from '#engine/pipeline/training-view';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { splitSettingsSchema } from '#shared/schemas/experiment';
import { variantSchema, type Variant, type VariantInput } from '#shared/schemas/variant';

export const smallDataset = (seed = 7): Dataset =>
  generateDataset(generatorParamsSchema.parse({ users: 120, videos: 300, interactions: 4_000, seed })).dataset;

/** A view with every model fitted, as in the service but without threads or files. */
export async function viewOf(dataset: Dataset, side: Side): Promise<TrainingView> {
  const latest = latestTimestampMs(dataset, side.positions);
  const { embeddings, embedQuery } = await embedItems(dataset, {
    provider: 'local',
    params: {},
    seed: 1,
    fitItems: side.knownItems,
    latestTimestampMs: latest,
  });
  const factors = await computeFactors(trainingMatrix(dataset, side.positions, 'binary'), {
    method: 'truncated-svd',
    factorCount: 16,
    seed: 1,
    latestTimestampMs: latest,
    inputFingerprint: side.fingerprint,
  });
  const contentIndex = exactBackend.create({ dimensions: embeddings.dimensions, metric: 'cosine', type: 'Flat' });
  await contentIndex.add(embeddings.vectors);
  const factorIndex = exactBackend.create({ dimensions: 16, metric: 'inner-product', type: 'Flat' });
  await factorIndex.add(factors.itemFactors);
  const { positions, knownItems } = side;
  return createTrainingView({ dataset, positions, knownItems, seed: 1, embeddings, factors, contentIndex, factorIndex, embedQuery });
}

export const timeSide = (dataset: Dataset): Side => evaluationSide(dataset, splitSettingsSchema.parse({ params: { fraction: 0.2 } }), 42);
export const allSide = servingSide;
export const variant = (settings: Partial<VariantInput> = {}): Variant => variantSchema.parse({ name: 'A', ...settings });
