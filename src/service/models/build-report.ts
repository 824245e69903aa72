import type { Dataset } from '#engine/model/dataset';
import type { BuildReport } from '#shared/schemas/model';
import type { SideModels } from './models-in-memory';

/** The result of a build, for people. */
export function buildReport(dataset: Dataset, models: SideModels): BuildReport {
  const { view, indexes, millisecondsByStage, embeddingUsage: usage, embeddingsMadeAtMs, embeddingNotes } = models;
  const { embeddings, factors } = view;
  return {
    users: dataset.users.ids.size,
    videos: dataset.items.ids.size,
    interactions: dataset.interactions.count,
    singularValues: [...(factors?.singularValues ?? [])],
    explainedVarianceFractions: [...(factors?.explainedVarianceFractions ?? [])],
    embeddings: embeddings
      ? {
          provider: embeddings.provider,
          model: embeddings.model,
          dimensions: embeddings.dimensions,
          count: embeddings.count,
          textRecipe: embeddings.textRecipe,
          normalized: embeddings.normalized,
          ...(embeddingsMadeAtMs !== undefined && { madeAtMs: embeddingsMadeAtMs }),
          ...(embeddingNotes.length > 0 && { notes: [...embeddingNotes] }),
          ...(usage && { usage: { ...usage, priceUsd: usage.priceUsd ?? null } }),
        }
      : null,
    indexes: [...indexes],
    millisecondsByStage: { ...millisecondsByStage },
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}
