import { generateDataset } from '#engine/dataset/generators/synthetic';
import { trainingMatrix } from '#engine/dataset/training-matrix';
import { computeFactors } from '#engine/factors/compute-factors';
import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import { evaluationSide, type Side } from '#engine/pipeline/sides';
import { createTrainingView } from '#engine/pipeline/training-view';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { splitSettingsSchema } from '#shared/schemas/experiment';

interface Sizes {
  readonly users: number;
  readonly videos: number;
  readonly interactions: number;
  readonly factorCount: number;
}

/** Of 11,800 users, 10,000 are in the test part. */
export const ofUsers = (users: number): Sizes => ({ users, videos: 3_000, interactions: 50 * users, factorCount: 50 });

/** Generated data, its default split, and the training side with factors, the same in every bench that ranks test users. */
export async function evaluationData({ factorCount, ...sizes }: Sizes): Promise<{ dataset: Dataset; side: Side; view: TrainingView }> {
  const { dataset } = generateDataset(generatorParamsSchema.parse({ ...sizes, seed: 3 }));
  const side = evaluationSide(dataset, splitSettingsSchema.parse({}), 1);
  const factors = await computeFactors(trainingMatrix(dataset, side.positions, 'binary'), {
    method: 'truncated-svd',
    factorCount,
    seed: 1,
    latestTimestampMs: NaN,
    inputFingerprint: side.fingerprint,
  });
  return { dataset, side, view: createTrainingView({ dataset, positions: side.positions, knownItems: side.knownItems, seed: 1, factors }) };
}
