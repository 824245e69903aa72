import type { EmbeddingPorts, EmbedTexts } from '#engine/embeddings/port';
import { openEmbeddingCache, type FileEmbeddingCache } from './embedding-cache';
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
  let opening: Promise<FileEmbeddingCache> | undefined;
  const cache = (): Promise<FileEmbeddingCache> => {
    opening ??= openEmbeddingCache(cacheFile);
    // A failure such as a full disk may be resolved by the next attempt.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    embedTexts: metered(createOpenAiEmbedder({ apiKey: () => process.env['OPENAI_API_KEY'] })),
    cache: {
      get: async (keys) => (await cache()).get(keys),
      put: async (entries) => (await cache()).put(entries),
    },
    limits: new Map(),
    ...(readVectors && { readVectors }),
    async close() {
      await (await opening)?.close();
    },
  };
}
