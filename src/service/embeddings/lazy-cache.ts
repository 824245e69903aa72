import type { EmbeddingCache } from '#engine/embeddings/port';
import { openEmbeddingCache, type FileEmbeddingCache } from './embedding-cache';

export interface ClosableCache extends EmbeddingCache {
  close(): Promise<void>;
}

/** The cache at a path, which is opened at the first use. */
export function lazyCache(path: string): ClosableCache {
  let opening: Promise<FileEmbeddingCache> | undefined;
  const cache = (): Promise<FileEmbeddingCache> => {
    opening ??= openEmbeddingCache(path);
    // A failure such as a full disk may be resolved by the next attempt.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    get: async (keys) => (await cache()).get(keys),
    put: async (entries) => (await cache()).put(entries),
    close: async () => (await opening)?.close(),
  };
}
