import type { EmbedTexts } from '#engine/embeddings/port';
import type { OpenAiEmbedderOptions } from './openai-requests';

/** The network part of the OpenAI provider. The SDK is loaded at the first request: most sessions never make one. */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): EmbedTexts {
  return async (texts, request, context) => {
    const { requestEmbeddings } = await import('./openai-requests');
    return requestEmbeddings(options, texts, request, context);
  };
}
