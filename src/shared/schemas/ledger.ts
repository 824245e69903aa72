import { z } from 'zod';
import { relevanceSettingsSchema, splitSettingsSchema } from './experiment';

/** The looks at a test part, first to last. A look is one configuration whose test numbers were shown. */
export const looksSchema = z.object({
  looks: z.array(
    z.object({
      number: z.int(),
      /** Null for looks that an earlier version recorded. */
      atMs: z.number().nullable(),
      /** Hypotheses that this look tested. */
      tests: z.int(),
    }),
  ),
  /** Hypotheses of all looks: the family that “count looks” corrects over. */
  tests: z.int(),
});
export type Looks = z.infer<typeof looksSchema>;

/** How a test part is cut and what is relevant in it. */
export const cutSchema = z.object({
  split: splitSettingsSchema.pick({ id: true, params: true }).loose(),
  relevance: relevanceSettingsSchema,
  /** Of a random split. */
  seed: z.int().nullable(),
});
export type Cut = z.infer<typeof cutSchema>;

export const ledgerPartSchema = z.object({
  /** In the order of their first looks. */
  number: z.int(),
  /** Null for looks that an earlier version recorded. */
  cut: cutSchema.nullable(),
  /** The period of a split by time; null for others. */
  startMs: z.number().nullable(),
  endMs: z.number().nullable(),
  looks: z.int(),
  tests: z.int(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
});
export type LedgerPart = z.infer<typeof ledgerPartSchema>;

/** Every test part of a workspace that was looked at. */
export const ledgerSchema = z.object({ parts: z.array(ledgerPartSchema) });
export type Ledger = z.infer<typeof ledgerSchema>;
