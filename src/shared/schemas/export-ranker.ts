/** Taking a variant to another engine. */
import { z } from 'zod';
import { splitSettingsSchema } from './experiment';
import { variantSchema } from './variant';

export const exportRankerInputSchema = z.strictObject({
  variant: z.union([variantSchema.shape.name, variantSchema]).describe('A stored variant’s name or a complete one'),
  target: z.string().describe('Where it goes; `exportTargets` of the registries lists them'),
  /** Whose test users the agreement is measured on; omitted: the workspace's split. */
  split: splitSettingsSchema.optional(),
  seed: z.int().default(42),
  preview: z.boolean().default(false).describe('Only say what is lost and how far lists agree; write nothing'),
});
export type ExportRankerInput = z.infer<typeof exportRankerInputSchema>;

export const rankerLossSchema = z.object({
  what: z.string(),
  kind: z.enum(['lost', 'approximated', 'yours']),
  detail: z.string(),
});

/** How far a formula's lists agree with the variant's: means over test users. */
export const rankAgreementSchema = z.object({
  scaling: z.enum(['pool', 'fixed', 'floor']),
  /** The same in words. */
  formula: z.string(),
  users: z.int(),
  rbo: z.number(),
  tau: z.number(),
  depth: z.int(),
  sameTopTen: z.number(),
});

export const exportRankerReportSchema = z.object({
  target: z.string(),
  variant: z.string(),
  signals: z.array(z.object({ signal: z.string(), weight: z.number(), source: z.string(), refresh: z.string() })),
  losses: z.array(rankerLossSchema),
  agreement: z.array(rankAgreementSchema),
  pools: z.int(),
  /** Where the files are, on the machine of the service; null for a preview. */
  folder: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), bytes: z.int() })),
});
export type ExportRankerReport = z.infer<typeof exportRankerReportSchema>;
