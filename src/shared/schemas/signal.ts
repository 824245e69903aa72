import { z } from 'zod';
import { knownAtSchema } from './foreign-run';

/** Name of a signal in weights and formulas. */
export const signalIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, { message: 'Use 1 to 40 small letters, digits and _, beginning with a letter' });

/** How a signal is computed; kind and parameters are validated by the registry of kinds. */
export const signalDefinitionSchema = z.strictObject({
  /** Shown in place of the id. */
  label: z.string().min(1).max(80).optional(),
  kind: z.string().min(1).max(40),
  params: z.record(z.string(), z.unknown()).default({}),
  /** Whether a larger or a smaller value is better. */
  direction: z.enum(['higher', 'lower']).default('higher'),
  /** What its column, file or service has known. It cannot be checked, so it is declared. */
  knownAt: knownAtSchema.default(null),
});
export type SignalDefinition = z.infer<typeof signalDefinitionSchema>;

/** The answers of scoring services that a workspace keeps. */
export const scoreCacheSchema = z.object({
  /** Of the file. */
  bytes: z.int(),
  /** It grows no larger: the answers that were used least recently go. */
  mostBytes: z.int(),
  /** Answers, each about the videos of one request. */
  answers: z.int(),
});
export type ScoreCache = z.infer<typeof scoreCacheSchema>;

/** By id. */
export const signalDefinitionsSchema = z.record(signalIdSchema, signalDefinitionSchema);
export type SignalDefinitions = z.infer<typeof signalDefinitionsSchema>;

export const namedSignalSchema = signalDefinitionSchema.extend({ id: signalIdSchema });
export type NamedSignal = z.infer<typeof namedSignalSchema>;

/** A defined signal that variants of a result weigh, with what it has known. */
export const signalUseSchema = z.object({
  id: signalIdSchema,
  definition: signalDefinitionSchema,
  /** Of the definition: equal for equal definitions. */
  hash: z.string(),
  variants: z.array(z.string()),
});
export type SignalUse = z.infer<typeof signalUseSchema>;

/** One change of the workspace's definitions; null: there was, or is, none. */
export const signalChangeSchema = z.object({
  id: signalIdSchema,
  atMs: z.number(),
  before: signalDefinitionSchema.nullable(),
  after: signalDefinitionSchema.nullable(),
});
export type SignalChange = z.infer<typeof signalChangeSchema>;

const previewVideoSchema = z.object({ videoId: z.string(), title: z.string(), value: z.number() });

/** What a definition gives on the data of the workspace, computed on a sample where all would be too many. */
export const signalPreviewSchema = z.object({
  unit: z.string(),
  /** Whether values depend on the user; then a pair of user and video is counted, otherwise a video. */
  byUser: z.boolean(),
  users: z.int(),
  videos: z.int(),
  /** Pairs or videos that were computed, and how many of them have a value of their own instead of the default. */
  computed: z.int(),
  withValue: z.int(),
  minimum: z.number(),
  maximum: z.number(),
  mean: z.number(),
  /** Twenty bins of equal width from the minimum to the maximum. */
  histogram: z.array(z.int()),
  /** The user of the examples; null where values do not depend on the user. */
  exampleUser: z.string().nullable(),
  highest: z.array(previewVideoSchema),
  lowest: z.array(previewVideoSchema),
  notes: z.array(z.string()),
  elapsedMs: z.number(),
});
export type SignalPreview = z.infer<typeof signalPreviewSchema>;
