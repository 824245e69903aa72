import type { EmbeddingPorts, EmbedTexts } from '#engine/embeddings/port';
import { openEmbeddingCache, type FileEmbeddingCache } from './embedding-cache';
import { createOpenAiEmbedder } from './openai-embeddings';
import { readVectorFile } from './vector-file';

export interface ClosableEmbeddingPorts extends EmbeddingPorts {
  close(): Promise<void>;
}

/**
 * What embedding providers need of this process: the service of OpenAI or a compatible server, a cache at `cacheFile` and
 * files of vectors. Nothing is opened or loaded before it is used. The key is OPENAI_API_KEY, where Settings put theirs.
 * `metered` wraps the service.
 */
export function createEmbeddingPorts(
  cacheFile: string,
  metered: (embedTexts: EmbedTexts) => EmbedTexts = (embedTexts) => embedTexts,
): ClosableEmbeddingPorts {
  let opening: Promise<FileEmbeddingCache> | undefined;
  const cache = (): Promise<FileEmbeddingCache> => {
    opening ??= openEmbeddingCache(cacheFile);
    // A failure (a full disk, say) may have passed by the next time.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    embedTexts: metered(createOpenAiEmbedder({ apiKey: () => process.env['OPENAI_API_KEY'] })),
    cache: {
      get: async (keys) => (await cache()).get(keys),
      put: async (entries) => (await cache()).put(entries),
    },
    readVectors: readVectorFile,
    async close() {
      await (await opening)?.close();
    },
  };
}
