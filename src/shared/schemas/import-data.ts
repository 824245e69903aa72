import { z } from 'zod';
import { rowFilterSchema } from './condition';
import { pathSchema } from './path';
import { interactionValueSchema } from './ranges';

const column = z.string().min(1);
export const interactionMappingSchema = z.strictObject({
  user: column,
  video: column,
  timestamp: column.optional(),
  value: column.optional(),
  kind: column.optional(),
});
export const videoMappingSchema = z.strictObject({
  video: column,
  title: column.optional(),
  description: column.optional(),
  tags: column.optional(),
  category: column.optional(),
  creator: column.optional(),
  publishedAt: column.optional(),
  duration: column.optional(),
});
export const userMappingSchema = z.strictObject({ user: column });
export type InteractionMapping = z.infer<typeof interactionMappingSchema>;
export type VideoMapping = z.infer<typeof videoMappingSchema>;
export type UserMapping = z.infer<typeof userMappingSchema>;

/** How times are written; `importers/formats/times.ts` reads each of them. */
export const timestampUnitSchema = z.enum([
  ...['s', 'ms', 'us', 'ns', 'iso', 'yyyymmdd', 'year', 'serial', 'day-month-year'],
  ...['month-name', 'rfc2822', 'day-first', 'month-first', 'order'],
] as const);
export type TimestampUnit = z.infer<typeof timestampUnitSchema>;
/** Any encoding that the platform decodes, by its label; what it cannot decode is refused when the file is opened. */
export const textEncodingSchema = z.string().min(1).max(40);
export type TextEncoding = z.infer<typeof textEncodingSchema>;

/** How numbers are written: 1234.5; 1234,5; 1,234.5; 1.234,5; 1 234,5. */
export const numberFormatSchema = z.enum(['point', 'comma', 'comma-thousands', 'point-thousands', 'space-thousands']);
export type NumberFormat = z.infer<typeof numberFormatSchema>;
export const durationUnitSchema = z.enum(['ms', 's', 'min']);
export type DurationUnit = z.infer<typeof durationUnitSchema>;
/** Quotation marks within quotes are doubled, have a backslash before them, or quotes are characters like any other. */
export const quotesSchema = z.enum(['double', 'backslash', 'none']);
/** What the rows of a file are; `importers/shapes` turns each into a table with one row per event or video. */
export const rowShapeSchema = z.enum(['table', 'matrix', 'sequences', 'sections', 'impressions', 'properties', 'date-and-clock']);
export type RowShapeId = z.infer<typeof rowShapeSchema>;
export const importRoleSchema = z.enum(['interactions', 'videos', 'users']);
export type ImportRole = z.infer<typeof importRoleSchema>;

/** Format overrides of one file; omitted settings are detected. */
export const fileOptionsSchema = z.strictObject({
  delimiter: z.string().min(1).max(10).optional(),
  encoding: textEncodingSchema.optional(),
  hasHeader: z.boolean().optional(),
  quotes: quotesSchema.optional(),
  shape: rowShapeSchema.optional(),
  timestampUnit: timestampUnitSchema.optional(),
  /** Numbers are written 3,5: the same as the number format “comma”. */
  decimalComma: z.boolean().optional(),
  numberFormat: numberFormatSchema.optional(),
  durationUnit: durationUnitSchema.optional(),
  /** Divides several tags or categories in one cell. */
  multiValueSeparator: z.string().min(1).max(10).optional(),
  /** Further cells that mean "not given". */
  nullValues: z.array(z.string()).max(100).optional(),
  /** Ratings that mean "not rated", such as 0 or −1. */
  notRated: z.array(interactionValueSchema).max(20).optional(),
  /** Only rows that fit all of these are read. */
  where: z.array(rowFilterSchema).max(50).optional(),
  /** Column with 0 or 1 → kind: every 1 is an interaction of that kind. */
  flags: z.record(z.string(), z.string().min(1).max(50)).optional(),
  /** Which of the columns that are mapped to nothing are kept. */
  keep: z.union([z.enum(['all', 'none']), z.array(z.string())]).optional(),
  /** A user or video whose id comes several times: its first or its last row counts, or all but the first are rejected. */
  repeatedIds: z.enum(['first', 'last', 'reject']).optional(),
});
export type FileOptions = z.infer<typeof fileOptionsSchema>;

export const importOptionsSchema = z.strictObject({
  interactions: fileOptionsSchema.optional(),
  videos: fileOptionsSchema.optional(),
  users: fileOptionsSchema.optional(),
  /** Kind of interactions without one. */
  defaultKind: z.string().min(1).max(50).optional(),
  /** Kind in the file → kind in the workspace, or null to leave its rows out; kinds that are not named stay as they are. */
  kinds: z.record(z.string(), z.string().min(1).max(50).nullable()).optional(),
  /** Interactions with a user or video that no file describes: add it by its id, or reject the row. */
  unknownIds: z.enum(['add', 'reject']).default('add'),
  /** Interactions that repeat another in everything: keep them, keep the first, or keep the first with their number as its value. */
  duplicates: z.enum(['keep', 'first', 'count']).optional(),
  /** Ids that differ only so are the same: blanks around them, the .0 of a decimal, composed or decomposed accents. */
  sameIds: z.array(z.enum(['blanks', 'decimals', 'accents'])).optional(),
  /** The share of a file's rows (or of a column's cells) that may be unreadable; above it nothing is imported. */
  rejectLimit: z.number().min(0).max(1).optional(),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

const importMode = {
  mode: z.enum(['replace', 'merge']).default('replace'),
  /** Validate and report every row, but change nothing. */
  check: z.boolean().optional(),
  /** Accept the best guess where detection is uncertain instead of refusing. */
  acceptGuesses: z.boolean().optional(),
};
const oneOrMoreFiles = z.union([pathSchema, z.array(pathSchema).min(1).max(1_000)]);
export const importRequestSchema = z.union([
  z.strictObject({
    preset: z.string(),
    from: pathSchema,
    /** Names of the folder's files that may be read; left out: all of them. */
    files: z.array(z.string().min(1).max(500)).min(1).max(1_000).optional(),
    options: importOptionsSchema.optional(),
    ...importMode,
  }),
  z
    .strictObject({
      /** Reads the files with the preset's format, regardless of their names. */
      preset: z.string().optional(),
      /** One log, or several of the same kind that are read one after the other; may be left out where videos or users are given. */
      interactions: oneOrMoreFiles.optional(),
      /** Left out, like the other mappings: guessed from the names and looks of the columns. */
      map: interactionMappingSchema.partial().optional(),
      videos: oneOrMoreFiles.optional(),
      mapVideos: videoMappingSchema.partial().optional(),
      users: oneOrMoreFiles.optional(),
      mapUsers: userMappingSchema.partial().optional(),
      /** A second file of interactions in the same format, appended after the first: the test side of the split “predefined”. */
      testInteractions: pathSchema.optional(),
      options: importOptionsSchema.optional(),
      ...importMode,
    })
    .refine(({ interactions, videos, users }) => (interactions ?? videos ?? users) !== undefined, {
      message: 'Give interactions, videos or users',
      path: ['interactions'],
    }),
]);
export type ImportRequest = z.infer<typeof importRequestSchema>;

export const rejectedRowSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.string(),
  reason: z.string(),
  sample: z.string(),
});
export type RejectedRow = z.infer<typeof rejectedRowSchema>;

export const rejectsRequestSchema = z.object({
  from: z.int().min(0).default(0).describe('Where to continue: `next` of the previous part'),
  bytes: z.int().min(0).optional().describe('`bytes` of the previous part, so that parts of two imports are never mixed'),
});

export const rejectsPartSchema = z.object({
  /** Whole lines of a CSV file, the first with the names of its columns. */
  text: z.string(),
  /** Where the next part begins; null: this is the last. */
  next: z.int().nullable(),
  /** Of the whole file. */
  bytes: z.int(),
});
export type RejectsPart = z.infer<typeof rejectsPartSchema>;

/** A column that was taken for a field: how sure that is (0 to 1), and why. */
export const guessedFieldSchema = z.object({ field: z.string(), column: z.string(), confidence: z.number(), because: z.string() });
export type GuessedField = z.infer<typeof guessedFieldSchema>;

/** A decision needed before the file can be read; `option` names the setting, `choices` its values, the best first. */
export const importQuestionSchema = z.object({
  file: z.string(),
  /** A field of the mapping (`user`), or an option of the file (`timestampUnit`). */
  about: z.string(),
  message: z.string(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type ImportQuestion = z.infer<typeof importQuestionSchema>;

export const furtherTypeSchema = z.enum(['number', 'date', 'boolean', 'text', 'labels']);
export const keptColumnSchema = z.object({ column: z.string(), type: furtherTypeSchema });

export const importedFileSchema = z.object({
  file: z.string(),
  /** accepted + rejected + leftOut. */
  lines: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  /** Rows that are not wanted: filtered, without an id, superseded by another row. */
  leftOut: z.int(),
  leftOutBecause: z.array(z.object({ reason: z.string(), count: z.int() })),
  role: z.enum(['interactions', 'videos', 'users', 'tags']),
  /** Delimiter, encoding, units …, in words. */
  format: z.string(),
  mapping: z.array(guessedFieldSchema),
  kept: z.array(keptColumnSchema),
  /** Columns that were not used. */
  dropped: z.array(z.string()),
  /** Unreadable optional cells, which count as missing, by column. */
  unreadable: z.array(z.object({ column: z.string(), count: z.int(), line: z.int(), reason: z.string() })),
});

export const importReportSchema = z.object({
  /** False after a check, and where no row was accepted: the data is unchanged, and the counts are those of the resulting data. */
  changed: z.boolean(),
  files: z.array(importedFileSchema),
  /** The first 1,000; all of them are in `rejectsFile`. */
  rejects: z.array(rejectedRowSchema),
  rejectsFile: z.string().nullable(),
  users: z.int(),
  videos: z.int(),
  interactions: z.int(),
  /** What was there before and has gone, or would go; `undoImport` brings it back until data is replaced again. */
  replaced: z.object({ users: z.int(), videos: z.int(), interactions: z.int() }).nullable(),
  notes: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const columnTypeSchema = z.enum(['text', 'number', 'time', 'boolean', 'labels', 'empty']);
export const filePreviewSchema = z.object({
  file: z.string(),
  delimiter: z.string(),
  encoding: z.string(),
  hasHeader: z.boolean(),
  columns: z.array(z.object({ name: z.string(), type: columnTypeSchema, samples: z.array(z.string()) })),
  rows: z.array(z.array(z.string())),
  guess: z.object({ role: z.enum(['interactions', 'videos', 'users', 'unknown']), mapping: z.record(z.string(), z.string()) }),
  /** The guess, column by column. */
  fields: z.array(guessedFieldSchema),
  /** The columns that would be kept beside the mapped ones. */
  kept: z.array(keptColumnSchema),
  /** Decisions needed before the import. */
  questions: z.array(importQuestionSchema),
  /** The detected known format. */
  preset: z.string().optional(),
  shape: rowShapeSchema,
  /** In words: delimiter, encoding, units … */
  format: z.string(),
  /** Rows of the file; estimated unless all of it was read. */
  rowCount: z.object({ count: z.int(), isExact: z.boolean() }),
  warnings: z.array(z.string()),
  /** Detected where the guess has a time column. */
  timestampUnit: timestampUnitSchema.optional(),
  decimalComma: z.boolean().optional(),
});
export type FilePreview = z.infer<typeof filePreviewSchema>;
