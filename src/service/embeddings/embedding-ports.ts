import type { EmbeddingPorts, EmbedTexts, LimitMemory } from '#engine/embeddings/port';
import { nodeFileOperations } from '../storage/files/file-operations';
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
  limits?: LimitMemory,
): ClosableEmbeddingPorts {
  const cache = lazyCache(cacheFile);
  return {
    embedTexts: metered(createOpenAiEmbedder({ apiKey: () => process.env['OPENAI_API_KEY'] })),
    cache,
    ...(limits && { limits }),
    ...(readVectors && { readVectors }),
    fileVersion: async (path) => {
      const facts = await nodeFileOperations.stat(path);
      return facts && `${facts.bytes} ${facts.modifiedAtMs}`;
    },
    close: () => cache.close(),
  };
}
