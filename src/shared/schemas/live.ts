import { z } from 'zod';
import { relevanceSettingsSchema, splitSettingsSchema, variantResultSchema } from './experiment';
import { variantSchema } from './variant';

/** One position of the sliders: evaluate these variants over all test users, now. */
export const liveInputSchema = z.object({
  variants: z.array(variantSchema).min(1).max(26),
  metrics: z.array(z.string()).min(1).max(50),
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  /** Exact p-values and bootstrap intervals too; false while dragging (normal-approximation intervals). */
  exact: z.boolean().default(false),
  seed: z.int().default(42),
});

export const liveOutputSchema = z.object({
  userCount: z.int(),
  testUserCount: z.int(),
  sampled: z.boolean(),
  elapsedMs: z.number(),
  familySize: z.int(),
  testLooks: z.int(),
  statements: z.array(z.string()),
  variants: z.array(variantResultSchema),
});
export type LiveOutput = z.infer<typeof liveOutputSchema>;
