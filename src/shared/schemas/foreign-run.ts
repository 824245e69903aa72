import { z } from 'zod';

/**
 * What a run declares to have known: the date of the newest data it was made from, or `static` for rules that no data made.
 * Null: not declared. RankLab cannot look into a foreign run, so every result says which of the three it is.
 */
export const knownAtSchema = z.union([z.literal('static'), z.iso.date(), z.iso.datetime({ offset: true })]).nullable();
export type KnownAt = z.infer<typeof knownAtSchema>;

/** SHA-256 of the file, in hexadecimal: the identity of a run. */
export const runHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a run, 64 hexadecimal digits');

/** How the lists are read out of a run; part of the conventions of every result. */
export const runPolicySchema = z.strictObject({
  order: z
    .enum(['auto', 'score', 'rank'])
    .meta({ labels: { auto: 'By score where there is one', score: 'By score', rank: 'By rank' } })
    .default('auto')
    .describe('By score, by the rank column, or by score where there is one'),
  duplicates: z
    .enum(['best', 'first', 'last', 'refuse'])
    .meta({ labels: { best: 'Best place', first: 'First line', last: 'Last line', refuse: 'Stop with an error' } })
    .default('best')
    .describe('An item that a user has several times: its best place, its first line, its last line, or an error'),
  unknownItems: z
    .enum(['drop', 'refuse'])
    .meta({ labels: { drop: 'Leave them out', refuse: 'Stop with an error' } })
    .default('drop')
    .describe('Items that the catalogue does not have: left out, or an error'),
  unknownUsers: z
    .enum(['ignore', 'refuse'])
    .meta({ labels: { ignore: 'Ignore them', refuse: 'Stop with an error' } })
    .default('ignore')
    .describe('Users that the data does not have: ignored, or an error'),
  missingUsers: z
    .enum(['empty', 'exclude', 'refuse'])
    .meta({ labels: { empty: 'An empty list, which scores 0', exclude: 'Leave them out of the mean', refuse: 'Stop with an error' } })
    .default('empty')
    .describe('Test users without a list in the run: an empty list, which scores 0, left out of the mean, or an error'),
});
export type RunPolicy = z.infer<typeof runPolicySchema>;

/** Where a run comes from. */
export const runProvenanceSchema = z.object({
  sha256: runHashSchema,
  /** Name of the file it was read from. */
  file: z.string().max(500),
  format: z.string().max(40),
  importedAtMs: z.number(),
  knownAt: knownAtSchema,
});
export type RunProvenance = z.infer<typeof runProvenanceSchema>;

/** What a run's file holds. */
export const runContentsSchema = z.object({
  rows: z.int(),
  users: z.int(),
  items: z.int(),
  hasScore: z.boolean(),
  hasRank: z.boolean(),
  /** Further numeric columns. */
  columns: z.array(z.string()),
  /** Further columns that hold text and were not kept. */
  textColumns: z.array(z.string()).default([]),
});

/** A stored run, as lists of runs show it. */
export const storedRunSchema = runProvenanceSchema.extend(runContentsSchema.shape);
export type StoredRun = z.infer<typeof storedRunSchema>;

/** What was found when a run met the data and the policy. All but the first four are counts of lines. */
export const runCountsSchema = z.object({
  users: z.int(),
  unknownUsers: z.int(),
  unknownItems: z.int(),
  /** Test users without a list in the run. */
  missingUsers: z.int(),
  unknownUserRows: z.int(),
  unknownItemRows: z.int(),
  duplicateRows: z.int(),
  /** Lines whose score (or rank) another line of the same user has. */
  tiedRows: z.int(),
  /** Lines with items that test users have in training. */
  seenRows: z.int(),
  /** Lines with items that were not known at training time. */
  laterRows: z.int(),
});
export type RunCounts = z.infer<typeof runCountsSchema>;

/** A variant of a result that was made elsewhere: where it comes from and how it was read. */
export const runUseSchema = z.object({
  variant: z.string(),
  provenance: runProvenanceSchema,
  policy: runPolicySchema,
  counts: runCountsSchema,
});
export type RunUse = z.infer<typeof runUseSchema>;
