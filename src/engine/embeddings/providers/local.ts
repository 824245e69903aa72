import { z } from 'zod';
import { describeRecipe, fieldText, fieldWeightsSchema, itemFields, type FieldWeights } from '../item-fields';
import { fitAndEmbed } from '../local/fit';
import { LocalModel } from '../local/local-model';
import type { EmbeddingProvider, SerializableState } from '../port';

const params = z.strictObject({
  dimensions: z.int().min(1).max(1024).default(96).describe('Length of each vector'),
  pairs: z.boolean().default(false).describe('Use pairs of neighbouring words as terms'),
  maxTerms: z.int().min(1).max(1_000_000).default(30_000).describe('Most widely used terms to keep'),
  weights: fieldWeightsSchema.prefault({}).describe('Weight of each field'),
});

/** Latent semantic analysis on this machine: no network, no download, the same vectors for the same texts and seed. */
export const local: EmbeddingProvider<z.infer<typeof params>> = {
  id: 'local',
  label: 'Local (TF-IDF + SVD)',
  description: 'Word and word-pair weights of each video’s text, reduced by truncated SVD; unknown words are matched by character trigrams',
  params,
  usesNetwork: false,
  needs: [],
  stateVersion: 1,
  async embed({ dataset, params: { dimensions, pairs, maxTerms, weights }, seed, fitItems }, _ports, context) {
    const { model, vectors } = fitAndEmbed(dataset, { dimensions, pairs, maxTerms, weights, seed, fitItems }, context);
    const { terms, termWeights, projection } = model.data;
    return {
      vectors: { dimensions, vectors, model: 'tf-idf + svd', textRecipe: describeRecipe(weights), normalized: true },
      state: { provider: 'local', json: { terms, pairs, dimensions, weights }, arrays: { termWeights, projection } },
    };
  },
  restore(state) {
    const { model } = restored(state);
    return async (text) => model.embedText(text);
  },
  explain: (state, text) => restored(state).model.explain(text),
  restoreItems(state) {
    const { model, weights } = restored(state);
    return async (dataset, row) =>
      model.embedFields(itemFields.map((field) => ({ text: fieldText(dataset, row, field), weight: weights[field] })));
  },
};

const storedSchema = z.object({ terms: z.array(z.string()), pairs: z.boolean(), dimensions: z.int(), weights: fieldWeightsSchema });

function restored({ json, arrays: { termWeights, projection } }: SerializableState): { model: LocalModel; weights: FieldWeights } {
  const { terms, pairs, dimensions, weights } = storedSchema.parse(json);
  const data = { terms, pairs, dimensions, termWeights: Float64Array.from(termWeights), projection: Float32Array.from(projection) };
  return { model: new LocalModel(data), weights };
}
