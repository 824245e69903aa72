import { z } from 'zod';
import { conditionsSchema } from './condition';
import { timestampMsSchema } from './ranges';

export const exportContents = ['all', 'users', 'videos', 'interactions', 'vectors', 'factors'] as const;

/** Which rows leave the workspace. */
export const exportFilterSchema = z.strictObject({
  users: z
    .int()
    .min(1)
    .max(2 ** 31)
    .optional()
    .describe('A sample of this many users, with their interactions'),
  seed: z.int().default(42).describe('Another seed, another sample'),
  kinds: z.array(z.string()).min(1).optional().describe('Only interactions of these kinds'),
  fromMs: timestampMsSchema.optional().describe('Only interactions at or after this moment, milliseconds since 1970'),
  untilMs: timestampMsSchema.optional().describe('Only interactions before this moment'),
  where: z
    .strictObject({ users: conditionsSchema.optional(), videos: conditionsSchema.optional(), interactions: conditionsSchema.optional() })
    .optional()
    .describe('Only rows for which all conditions hold; interactions of users and videos that are left out are left out too'),
  onlyUsed: z.boolean().default(false).describe('Only users and videos that have an interaction among those'),
});
export type ExportFilter = z.infer<typeof exportFilterSchema>;

export const exportRequestSchema = z.strictObject({
  what: z.enum(exportContents).default('all').describe('Which tables'),
  format: z.string().default('csv').describe('How they are written; `dataFormats` of the registries lists them'),
  options: z.record(z.string(), z.unknown()).default({}).describe('Options of the format, such as {"delimiter":"semicolon"} of csv'),
  filter: exportFilterSchema.prefault({}),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** What an export with a filter would hold. */
export const exportCountSchema = z.object({ users: z.int(), videos: z.int(), interactions: z.int() });
export type ExportCount = z.infer<typeof exportCountSchema>;

export const exportReportSchema = z.object({
  /** Where the files are, on the machine of the service. */
  folder: z.string(),
  files: z.array(z.object({ name: z.string(), rows: z.int(), bytes: z.int() })),
  /** What the format cannot hold, and what was left out. */
  notes: z.array(z.string()),
});
export type ExportReport = z.infer<typeof exportReportSchema>;

export const exportedRequestSchema = z.object({
  name: z.string().describe('A file of the last export'),
  from: z.int().min(0).default(0).describe('Where to go on: `next` of the part before'),
  bytes: z.int().min(0).optional().describe('`bytes` of the part before, so that parts of two exports are never joined'),
});

export const exportedPartSchema = z.object({
  /** Bytes of the file in base64. */
  content: z.string(),
  /** Where the next part begins; null: this is the last. */
  next: z.int().nullable(),
  /** Of the whole file. */
  bytes: z.int(),
});
export type ExportedPart = z.infer<typeof exportedPartSchema>;
