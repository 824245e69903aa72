import type { EmbedTexts } from '#engine/embeddings/port';

export interface OpenAiEmbedderOptions {
  /** Asked at each request, so that a key entered in Settings is used at once. */
  readonly apiKey: () => string | undefined;
  /** Per attempt. The SDK's own default of ten minutes would look like a hang. */
  readonly timeoutMs?: number;
  /** Attempts after the first one. */
  readonly retries?: number;
  /** First back-off; doubles with every attempt, up to `maximumWaitMs`. */
  readonly backOffMs?: number;
  /** Also the most that a server's Retry-After is followed for. */
  readonly maximumWaitMs?: number;
  /** Uniform in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** The network part of the OpenAI provider. The SDK is loaded at the first request: most sessions never make one. */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): EmbedTexts {
  return async (texts, request, context) => {
    const { requestEmbeddings } = await import('./openai-requests');
    return requestEmbeddings(options, texts, request, context);
  };
}
