import { z } from 'zod';
import { knownAtSchema } from './foreign-run';

/** SHA-256 of the file, in hexadecimal: the identity of stored vectors. */
export const vectorHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a file of vectors, 64 hexadecimal digits');

/** How a variant compares vectors made elsewhere. */
export const vectorSettingsSchema = z.strictObject({
  videos: vectorHashSchema.meta({ suggestions: 'vectors' }).describe('A stored file with the videos’ vectors, by its SHA-256'),
  users: vectorHashSchema
    .meta({ suggestions: 'vectors' })
    .optional()
    .describe('A stored file with the users’ vectors, as of a two-tower model; empty = the mean of the videos that the user watched'),
  compare: z
    .enum(['dot', 'cosine'])
    .default('dot')
    .describe('dot: inner product, as two-tower models are trained; cosine: lengths do not count'),
});
export type VectorSettings = z.infer<typeof vectorSettingsSchema>;

/** A stored file of vectors, as lists show it. */
export const storedVectorsSchema = z.object({
  sha256: vectorHashSchema,
  /** Name of the file it was read from. */
  file: z.string().max(500),
  importedAtMs: z.number(),
  knownAt: knownAtSchema,
  rows: z.int(),
  dimensions: z.int(),
  /** Columns beside the vectors that may hold ids; the data decides which one does. Empty: the rows are in the order of the data. */
  idColumns: z.array(z.string()),
  notes: z.array(z.string()),
});
export type StoredVectors = z.infer<typeof storedVectorsSchema>;

/** Which columns are read, where the names are unusual. */
export const vectorColumnsSchema = z.strictObject({
  idColumn: z.string().min(1).max(500).optional(),
  vectorColumn: z.string().min(1).max(500).optional(),
});
export type VectorColumnNames = z.infer<typeof vectorColumnsSchema>;
