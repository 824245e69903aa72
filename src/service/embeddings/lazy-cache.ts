import type { EmbeddingCache } from '#engine/embeddings/port';
import { nodeFileOperations } from '../storage/files/file-operations';
import { openEmbeddingCache, type CacheLimit, type FileEmbeddingCache } from './embedding-cache';

export interface ClosableCache extends EmbeddingCache {
  size(): Promise<{ readonly bytes: number; readonly records: number }>;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The cache at a path, which is opened at the first use. */
export function lazyCache(path: string, limit: CacheLimit = {}): ClosableCache {
  let opening: Promise<FileEmbeddingCache> | undefined;
  const cache = (): Promise<FileEmbeddingCache> => {
    opening ??= openEmbeddingCache(path, nodeFileOperations, limit);
    // A failure such as a full disk may be resolved by the next attempt.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    get: async (keys) => (await cache()).get(keys),
    put: async (entries) => (await cache()).put(entries),
    size: async () => {
      const { bytes, size } = await cache();
      return { bytes, records: size };
    },
    clear: async () => (await cache()).clear(),
    close: async () => (await opening)?.close(),
  };
}
