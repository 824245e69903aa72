import { z } from 'zod';

/** Estimated usage of an embedding service by a build; nothing is sent. */
export const embeddingEstimateSchema = z.object({
  provider: z.string(),
  model: z.string(),
  /** Distinct texts that must be sent. */
  texts: z.int(),
  /** Distinct texts in the cache, which are free. */
  cachedTexts: z.int(),
  /** Tokens of the texts to send, estimated as one per four bytes. */
  tokens: z.int(),
  /** At list prices; null for models without a known price, such as those of a self-hosted server. */
  priceUsd: z.number().nullable(),
});
export type EmbeddingEstimate = z.infer<typeof embeddingEstimateSchema>;

/** Usage of an embedding service by a build. */
export const embeddingUsageSchema = z.object({
  requestedTexts: z.int(),
  cachedTexts: z.int(),
  /** Texts of which only the beginning was sent, because the service takes no longer ones. */
  cutTexts: z.int().default(0),
  /** As counted by the service, where it says. */
  tokens: z.int(),
  priceUsd: z.number().nullable(),
});
export type EmbeddingUsage = z.infer<typeof embeddingUsageSchema>;

/** Total usage of one model since the workspace was created: builds, including failed ones, added videos, queries. */
export const embeddingSpendSchema = z.object({
  model: z.string(),
  /** Null: OpenAI itself. */
  baseUrl: z.string().nullable(),
  texts: z.int(),
  tokens: z.int(),
  priceUsd: z.number().nullable(),
});
export type EmbeddingSpend = z.infer<typeof embeddingSpendSchema>;

/** How a text was read by the local provider, heaviest word first. */
export const textReadingSchema = z.object({
  term: z.string(),
  weight: z.number(),
  /** The unknown word of the text for which this one is the substitute. */
  insteadOf: z.string().nullable(),
});
export type TextReading = z.infer<typeof textReadingSchema>;
