import type { EmbeddingPorts, EmbedTexts } from '#engine/embeddings/port';
import { lazyCache } from './lazy-cache';
import { createOpenAiEmbedder } from './openai-embeddings';

export interface ClosableEmbeddingPorts extends EmbeddingPorts {
  close(): Promise<void>;
}

/**
 * Ports for embedding providers: OpenAI or a compatible server, a cache at `cacheFile`, and the reader of vector files. Everything is opened
 * lazily. The key is read from OPENAI_API_KEY, which Settings also sets. `metered` wraps the service.
 */
export function createEmbeddingPorts(
  cacheFile: string,
  readVectors?: EmbeddingPorts['readVectors'],
  metered: (embedTexts: EmbedTexts) => EmbedTexts = (embedTexts) => embedTexts,
): ClosableEmbeddingPorts {
  const cache = lazyCache(cacheFile);
  return {
    embedTexts: metered(createOpenAiEmbedder({ apiKey: () => process.env['OPENAI_API_KEY'] })),
    cache,
    limits: new Map(),
    ...(readVectors && { readVectors }),
    close: () => cache.close(),
  };
}
