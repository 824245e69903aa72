import { RankLabError } from '#shared/errors';
import { z } from 'zod';
import { videosOf } from '../files/id-rows';
import { matchVectors } from '../files/match-vectors';
import { unitVectors } from '../files/unit-vectors';
import type { EmbeddingProvider } from '../port';

const params = z.strictObject({
  path: z.string().min(1).describe('A file of vectors: .npy, .npz, Parquet, CSV, JSON Lines or the text of word2vec'),
  model: z.string().min(1).default('unknown').describe('Name of the model that computed the vectors'),
  match: z
    .enum(['auto', 'ids', 'order'])
    .meta({ labels: { auto: 'By ids if there are any', ids: 'By ids', order: 'By the order of the videos' } })
    .default('auto')
    .describe('Match by ids, or by the order of the videos; auto: by ids if there are any'),
  idColumn: z.string().min(1).optional().describe('Column of the videos’ ids; empty = found by its name and cells'),
  vectorColumn: z.string().min(1).optional().describe('Column of the vectors, or the beginning of their columns’ names; empty = found'),
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
  source: async ({ path }, { fileVersion }) => fileVersion?.(path),
  async embed({ dataset, params: { path, model, requireAll, match, idColumn, vectorColumn } }, { readVectors }) {
    if (!readVectors)
      throw new RankLabError('UNSUPPORTED', 'This process cannot read vector files', { remedy: 'Choose the local provider' });
    const file = matchVectors(await readVectors(path, { vectorColumn, byOrder: match === 'order' }), videosOf(dataset), {
      path,
      match,
      idColumn,
    });
    const { dimensions } = file;
    const { vectors, notes } = unitVectors(file, dataset, path, requireAll);
    return {
      vectors: { dimensions, vectors, model, textRecipe: 'precomputed', normalized: true },
      state: { provider: 'precomputed', json: { dimensions }, arrays: {}, notes: [...file.notes, ...notes] },
    };
  },
  restore: () => undefined,
  restoreItems: () => undefined,
};
