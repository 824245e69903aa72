import { z } from 'zod';
import { mostNotes, notePlaceSchema, noteTextSchema } from './number-note';
import { banditsSettingsSchema } from './bandits';
import { coldUsersSchema, scoreTiesSchema } from './conventions';
import { blameSettingsSchema, moversSettingsSchema } from './diagnose';
import { interactionMappingSchema, userMappingSchema, videoMappingSchema } from './dataset';
import { goalSettingsSchema } from './goal';
import { fittedOnSchema, metricSpecSchema, relevanceSettingsSchema, splitSettingsSchema, statisticsSettingsSchema } from './experiment';
import { knownAtSchema, runPolicySchema } from './foreign-run';
import { interleavingSettingsSchema } from './interleaving';
import { learnSettingsSchema } from './learn';
import { buildSettingsSchema } from './model';
import { multiverseSettingsSchema } from './multiverse';
import { weightSchema } from './ranges';
import { sensitivitySettingsSchema } from './sensitivity';
import { abTestSettingsSchema } from './simulate';
import { sweepSettingsSchema } from './sweep';
import { signalDefinitionSchema, signalIdSchema } from './signal';
import { candidateSettingsSchema, normalizationSchema, variantSchema } from './variant';

const sides = {
  videos: z.string().min(1).optional(),
  mapVideos: videoMappingSchema.optional(),
  users: z.string().min(1).optional(),
  mapUsers: userMappingSchema.optional(),
};

/** Where the interactions come from. Paths are relative to the protocol's own folder. */
export const protocolDataSchema = z.union([
  z.strictObject({ workspace: z.string().min(1) }),
  z.strictObject({ preset: z.string().min(1), from: z.string().min(1) }),
  z.strictObject({ interactions: z.string().min(1), map: interactionMappingSchema, ...sides }),
  /** Two files, split by their author; these files then define the split. */
  z.strictObject({ train: z.string().min(1), test: z.string().min(1), map: interactionMappingSchema, ...sides }),
]);
export type ProtocolData = z.infer<typeof protocolDataSchema>;

/** A named baseline with its parameters, ranked exactly as its candidate source ranks. */
export const protocolBaselineSchema = z.strictObject({
  baseline: z.string().min(1),
  name: z.string().min(1).max(120).optional(),
  /** Of the source: neighbours (a number, or null for all), shrinkage, factors, lambda … */
  params: z.record(z.string(), z.unknown()).default({}),
  /** Positions that a metric without a cutoff sees; cutoffs beyond it make the list as deep as that. */
  depth: z.int().min(1).max(10_000).default(1000),
});

/** A ranking made elsewhere; the path is relative to the protocol's own folder. */
export const protocolRunSchema = z.strictObject({
  run: z.string().min(1),
  name: z.string().min(1).max(120).optional(),
  knownAt: knownAtSchema.default(null),
  /** Role (user, item, rank, score) → name of its column, where the file does not use a usual name. */
  map: z.partialRecord(z.enum(['user', 'item', 'rank', 'score']), z.string().min(1)).default({}),
  policy: runPolicySchema.prefault({}),
  /** Weighs its lists anew: by columns of the file, by name, and by signals; `retrieval` is its own score or rank, 1 unless given. */
  weights: z.record(z.string().min(1), weightSchema).optional(),
  /** How the weighted numbers are made comparable; its own ranking alone needs none. */
  normalization: normalizationSchema.optional(),
  /** Positions that a metric without a cutoff sees; cutoffs beyond it make the list as deep as that. */
  depth: z.int().min(1).max(10_000).default(1000),
});

/** Several rankings made elsewhere, merged into one. */
export const protocolFusionSchema = z.strictObject({
  fuse: z
    .array(
      protocolRunSchema
        .omit({ name: true, depth: true, weights: true, normalization: true })
        .extend({ weight: z.number().min(0).max(100).optional() }),
    )
    .min(2)
    .max(30),
  /** A fusion method and its parameters. */
  method: candidateSettingsSchema.shape.merge,
  name: z.string().min(1).max(120).optional(),
  depth: z.int().min(1).max(10_000).default(1000),
});

/**
 * A signal; its files are stored and become parameters: `file` the kind's first one (`run` of a score, `videos` of vectors), `files` those
 * named. Paths are relative to the protocol's own folder.
 */
export const protocolSignalSchema = signalDefinitionSchema.extend({
  file: z.string().min(1).optional(),
  files: z.record(z.string(), z.string().min(1)).default({}),
});

/** Which of the protocol's variants is meant; the last one unless named. */
const ofVariant = { variant: z.string().min(1).max(120).optional() };
const tunedVariant = {
  ...ofVariant,
  /** Whether the result takes part in the comparison, as one more variant. */
  compare: z.boolean().default(false),
};

/** A complete experiment in one document. */
export const protocolSchema = z.strictObject({
  format: z.literal('ranklab-protocol'),
  version: z.literal(1),
  description: z.string().default(''),
  data: protocolDataSchema,
  split: splitSettingsSchema.optional(),
  /** Value of a training cell for the factorisation: binary, count, or value. */
  trainValues: z.enum(['binary', 'count', 'value']).default('binary'),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  /** Of the baselines; a full variant says its own. */
  universe: z.enum(['training', 'all']).default('training'),
  removeSeen: z.boolean().default(true),
  /** Which of several equal scores stands first. */
  ties: scoreTiesSchema.default('row'),
  /** Where histories are cut between interactions of one moment: seeded orders of them to show the range over. */
  timeTieOrders: z.int().min(0).max(100).default(3),
  /** Policy of the baselines for users without history and without data in the source. */
  coldUsers: coldUsersSchema.default('empty'),
  /** Signals that the variants weigh, in place of those of the workspace. */
  signals: z.record(signalIdSchema, protocolSignalSchema).default({}),
  variants: z
    .array(z.union([protocolBaselineSchema, protocolRunSchema, protocolFusionSchema, variantSchema]))
    .min(1)
    .max(26),
  metrics: z.array(metricSpecSchema).min(1),
  listLength: z.int().min(1).max(1000).default(10),
  countMissingAsZero: z.boolean().default(false),
  statistics: statisticsSettingsSchema.prefault({}),
  /** Groups of users to report separately: warmth, activity, column:NAME, watched:NAME or logged:NAME. */
  segments: z.array(z.string().max(600)).max(50).default(['warmth', 'activity']),
  /** Further questions about the variants; every answer is a file beside the results. */
  diagnose: z
    .strictObject({
      blame: blameSettingsSchema.optional(),
      /** The second variant against the first. */
      movers: moversSettingsSchema.optional(),
      /** Of the second variant against the first, or of the only one. */
      sensitivity: sensitivitySettingsSchema.optional(),
      /** Weights that put videos where they should stand, and what they do to all test users. */
      goal: goalSettingsSchema.extend(ofVariant).optional(),
    })
    .prefault({}),
  /** What is chosen on the validation part, before the comparison on the test part; the answers are files beside the results. */
  tune: z
    .strictObject({
      sweep: sweepSettingsSchema.extend(tunedVariant).optional(),
      learn: learnSettingsSchema.extend(tunedVariant).optional(),
    })
    .prefault({}),
  /** Tests on simulated users, the first variant as the baseline; their answers are files beside the results, too. */
  simulate: z
    .strictObject({
      /** The second variant against the first. */
      abTest: abTestSettingsSchema.optional(),
      interleaving: interleavingSettingsSchema.optional(),
      bandits: banditsSettingsSchema.optional(),
    })
    .prefault({}),
  models: buildSettingsSchema.prefault({}),
  /** Repeat the comparison under every combination of conventions, too. */
  multiverse: multiverseSettingsSchema.optional(),
  /** Notes on numbers of the result, written with it: the variants by name, duplicates numbered. */
  notes: z
    .array(z.strictObject({ place: notePlaceSchema, text: noteTextSchema }))
    .max(mostNotes)
    .default([]),
  /** With a workspace only: “everything” takes the models that serve it, which have seen the test period. */
  fittedOn: fittedOnSchema.optional(),
  acceptLeakage: z.boolean().optional(),
  seed: z.int().default(42),
  formats: z.array(z.string()).min(1).default(['csv', 'json']),
});
export type Protocol = z.infer<typeof protocolSchema>;
