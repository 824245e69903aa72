import { z } from 'zod';

/** What a build would ask of an embedding service, before anything is sent. */
export const embeddingEstimateSchema = z.object({
  provider: z.string(),
  model: z.string(),
  /** Distinct texts that must be asked for. */
  texts: z.int(),
  /** Distinct texts that were paid for before and are kept: free. */
  cachedTexts: z.int(),
  /** Of the texts that must be asked for; a guess of a token per four bytes. */
  tokens: z.int(),
  /** At list prices; null for models without a known price, such as those of a server of one's own. */
  priceUsd: z.number().nullable(),
});
export type EmbeddingEstimate = z.infer<typeof embeddingEstimateSchema>;

/** What a build asked of an embedding service. */
export const embeddingUsageSchema = z.object({
  requestedTexts: z.int(),
  cachedTexts: z.int(),
  /** As counted by the service, where it says. */
  tokens: z.int(),
  priceUsd: z.number().nullable(),
});
export type EmbeddingUsage = z.infer<typeof embeddingUsageSchema>;

/** Everything asked of one model since the workspace was made: builds, failed ones too, added videos, queries. */
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
  /** The word of the text that is unknown and that this one stands in for, sharing its parts. */
  insteadOf: z.string().nullable(),
});
export type TextReading = z.infer<typeof textReadingSchema>;
