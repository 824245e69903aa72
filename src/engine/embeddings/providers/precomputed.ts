import { RankLabError } from '#shared/errors';
import { z } from 'zod';
import type { Dataset } from '../../model/dataset';
import type { EmbeddingProvider, VectorFile } from '../port';

const params = z.strictObject({
  path: z.string().min(1).describe('A .npy, .csv or .parquet file of vectors'),
  model: z.string().min(1).default('unknown').describe('Name of the model that computed the vectors'),
  requireAll: z.boolean().default(true).describe('Refuse a file that lacks some of the videos, instead of leaving them without a vector'),
});

/** Vectors computed elsewhere. They cannot embed queries, so text search is lexical. */
export const precomputed: EmbeddingProvider<z.infer<typeof params>> = {
  id: 'precomputed',
  label: 'Vectors from a file',
  description: 'Vectors computed elsewhere, matched to the videos by id or, without ids, by order',
  params,
  usesNetwork: false,
  needs: ['readVectors'],
  stateVersion: 1,
  async embed({ dataset, params: { path, model, requireAll } }, { readVectors }) {
    if (!readVectors)
      throw new RankLabError('UNSUPPORTED', 'This process cannot read vector files', { remedy: 'Choose the local provider' });
    const file = await readVectors(path);
    const { dimensions } = file;
    const vectors = new Float32Array(dataset.items.ids.size * dimensions);
    rowsOf(file, dataset, path, requireAll).forEach((row, i) => {
      if (row >= 0) vectors.set(unitRow(file, i, path), row * dimensions);
    });
    return {
      vectors: { dimensions, vectors, model, textRecipe: 'precomputed', normalized: true },
      state: { provider: 'precomputed', json: { dimensions }, arrays: {} },
    };
  },
  restore: () => undefined,
  restoreItems: () => undefined,
};

/** Item row of each of the file's vectors, −1 for unknown ids. @throws IMPORT_FAILED naming what does not match. */
function rowsOf({ ids, vectors, dimensions }: VectorFile, dataset: Dataset, path: string, requireAll: boolean): Int32Array {
  const items = dataset.items.ids;
  const count = vectors.length / dimensions;
  if (!ids) {
    if (count === items.size) return Int32Array.from({ length: count }, (_, i) => i);
    throw new RankLabError('IMPORT_FAILED', `${path} has ${count} vectors without ids for ${items.size} videos`, {
      place: path,
      value: String(count),
      remedy: 'Give one vector per video in the order of the videos, or a file with ids',
    });
  }
  const rows = Int32Array.from(ids, (id) => items.find(id) ?? -1);
  const known = new Set(rows);
  known.delete(-1);
  if (requireAll && known.size < items.size) {
    const missing = items.ids.find((_, row) => !known.has(row));
    throw new RankLabError('IMPORT_FAILED', `${path} lacks ${items.size - known.size} of ${items.size} videos, first “${missing}”`, {
      place: path,
      ...(missing !== undefined && { value: missing }),
      remedy: 'Add the missing vectors, or allow videos without one (requireAll: false)',
    });
  }
  return rows;
}

function unitRow({ vectors, dimensions }: VectorFile, index: number, path: string): Float32Array {
  const row = vectors.subarray(index * dimensions, (index + 1) * dimensions);
  let squared = 0;
  for (const value of row) squared += value * value;
  if (!Number.isFinite(squared)) {
    throw new RankLabError('IMPORT_FAILED', `Vector ${index + 1} of ${path} has a value that is not a finite number`, {
      place: `${path}:${index + 1}`,
    });
  }
  return squared > 0 ? row.map((value) => value / Math.sqrt(squared)) : row;
}
