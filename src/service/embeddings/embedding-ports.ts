import type { EmbeddingPorts, EmbedTexts } from '#engine/embeddings/port';
import { nodeFileOperations } from '../storage/files/file-operations';
import { lazyCache } from './lazy-cache';
import { FolderEncoder } from './onnx/folder-encoder';
import { createOpenAiEmbedder } from './openai-embeddings';
import { ServiceLimitMemory, type StateDocuments } from './service-limit-memory';

export interface ClosableEmbeddingPorts extends EmbeddingPorts {
  close(): Promise<void>;
}

/**
 * Ports for embedding providers: OpenAI or a compatible server, models in folders, a cache at `cacheFile`, and the reader of vector files. Everything is opened
 * lazily. The key is read from OPENAI_API_KEY, which Settings also sets. `metered` wraps the service;
 * what services take is kept in `state`.
 */
export function createEmbeddingPorts(
  cacheFile: string,
  readVectors?: EmbeddingPorts['readVectors'],
  metered: (embedTexts: EmbedTexts) => EmbedTexts = (embedTexts) => embedTexts,
  state?: StateDocuments,
): ClosableEmbeddingPorts {
  const cache = lazyCache(cacheFile);
  const sentenceEncoder = new FolderEncoder();
  return {
    embedTexts: metered(createOpenAiEmbedder({ apiKey: () => process.env['OPENAI_API_KEY'] })),
    cache,
    sentenceEncoder,
    ...(state && { limits: new ServiceLimitMemory(state) }),
    ...(readVectors && { readVectors }),
    fileVersion: async (path) => {
      const facts = await nodeFileOperations.stat(path);
      return facts && `${facts.bytes} ${facts.modifiedAtMs}`;
    },
    close: async () => {
      await sentenceEncoder.close();
      await cache.close();
    },
  };
}
