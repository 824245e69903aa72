import { z } from 'zod';
import { pageInputSchema } from '#shared/schemas/dataset';
import { defineTool } from '../tool';

export const datasetSummary = defineTool({
  name: 'dataset_summary',
  title: 'Summary of the data',
  description:
    'Counts of users, videos and interactions, kinds, period, sparsity, provenance and fingerprint; null while there is no data.',
  input: {},
  effect: 'reads',
  run: (_input, { client }) => client.dataset.summary(),
});

export const searchVideos = defineTool({
  name: 'search_videos',
  title: 'Find videos',
  description: 'Videos whose id, title, category or creator contains the words, with their facts and interaction counts.',
  input: { ...pageInputSchema.shape, limit: z.int().min(1).max(100).default(20) },
  effect: 'reads',
  run: (input, { client }) => client.dataset.videos(input),
});

export const searchUsers = defineTool({
  name: 'search_users',
  title: 'Find users',
  description: 'Users whose id contains the words, with their columns and interaction counts.',
  input: { ...pageInputSchema.shape, limit: z.int().min(1).max(100).default(20) },
  effect: 'reads',
  run: (input, { client }) => client.dataset.users(input),
});

export const listChoices = defineTool({
  name: 'list_choices',
  title: 'What can be chosen',
  description:
    'Metrics with formula, source and edge policy, signals, candidate sources, splits, export formats, each with its parameters as JSON Schema.',
  input: {
    family: z.enum([
      'metrics',
      'signals',
      'candidateSources',
      'fusionMethods',
      'splits',
      'factorMethods',
      'embeddingProviders',
      'reportFormats',
    ]),
  },
  effect: 'reads',
  run: async ({ family }, { client }) => (await client.system.registries())[family],
});

export const modelStatus = defineTool({
  name: 'model_status',
  title: 'Models',
  description: 'Whether embeddings, factors and indexes are built, with which settings, and whether the data has changed since.',
  input: {},
  effect: 'reads',
  run: (_input, { client }) => client.model.status(),
});
