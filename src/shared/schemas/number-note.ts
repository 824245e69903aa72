import { z } from 'zod';
import { metricSpecSchema } from './experiment';
import { segmentChoiceSchema } from './live';
import { rankingContextSchema } from './ranking';
import { timestampMsSchema } from './ranges';

/** Charts whose points can have notes. */
export const notedChartSchema = z.enum(['runs-over-time', 'sensitivity', 'multiverse', 'sweep', 'ab-test']);
export type NotedChart = z.infer<typeof notedChartSchema>;

const variantName = z.string().min(1).max(200);

/** A value or a coordinate; the range is what every store holds without loss. */
const storedNumber = z.number().min(-1e15).max(1e15);

/** The number that a note is about. Variants are called as in the result. */
export const notePlaceSchema = z.discriminatedUnion('kind', [
  /** A metric's value, or with `baseline` its difference from that variant; of all test users, or of a group of them. */
  z.strictObject({
    kind: z.literal('metric'),
    variant: variantName,
    baseline: variantName.nullable().default(null),
    metric: metricSpecSchema,
    segment: segmentChoiceSchema.nullable().default(null),
  }),
  /** A video at a position of a list. */
  z.strictObject({
    kind: z.literal('list'),
    variant: variantName,
    context: rankingContextSchema,
    /** 1-based. */
    position: z.int().min(1).max(10_000),
    videoId: z.string().min(1).max(1_000),
    /** Of the video when the note was written. */
    title: z.string().max(1_000).optional(),
  }),
  /** A point of a chart. Over time, it is the run's: the variant's difference from the first one in a metric, which is the axis. */
  z.strictObject({
    kind: z.literal('point'),
    chart: notedChartSchema,
    variant: variantName,
    axis: metricSpecSchema,
    /** Where the point stands, by what the chart varies: two weights, the options of a specification. Empty where the run has one point. */
    at: z
      .record(z.string().min(1).max(200), z.union([storedNumber, z.string().max(200)]))
      .refine((at) => Object.keys(at).length <= 50, 'A point of a chart has at most 50 coordinates')
      .default({}),
    /** The number when the note was written, of charts whose numbers are not kept in a run. */
    shown: storedNumber.optional(),
  }),
]);
export type NotePlace = z.infer<typeof notePlaceSchema>;

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

export const noteTextSchema = z
  .string()
  .trim()
  .min(1, 'A note needs a text')
  .max(2_000)
  .refine((text) => !control.test(text), 'A note is plain text without control characters');

export const noteIdSchema = z.string().regex(/^[\w-]{1,60}$/);

export const numberNoteSchema = z.strictObject({
  id: noteIdSchema,
  place: notePlaceSchema,
  text: noteTextSchema,
  createdAtMs: timestampMsSchema,
  changedAtMs: timestampMsSchema,
});
export type NumberNote = z.infer<typeof numberNoteSchema>;

/** Of one experiment. */
export const mostNotes = 500;
export const numberNotesSchema = z.array(numberNoteSchema).max(mostNotes);

/** To add a note to a saved run, or to change the one of `noteId`; a removed one comes back under its id. */
export const noteRequestSchema = z.object({
  /** Of the saved run. */
  id: z.string(),
  noteId: noteIdSchema.optional(),
  place: notePlaceSchema,
  text: noteTextSchema,
});
export type NoteRequest = z.infer<typeof noteRequestSchema>;

/** A note with the number that it is about, as it is now. */
export const placedNoteSchema = numberNoteSchema.extend({
  /** What the note is about, in words. */
  where: z.string(),
  /** The number; null where it has no value, is gone, or is not kept in the run. */
  value: z.number().nullable(),
  /** Of a difference: the interval of the corrected test; an end that is null is unbounded. */
  interval: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  /**
   * `gone`: the run has no such number; `unchecked`: lists are not kept in a saved run; `written`: neither is this chart, and the number is that of the
   * moment when the note was written.
   */
  state: z.enum(['found', 'gone', 'unchecked', 'written']),
});
export type PlacedNote = z.infer<typeof placedNoteSchema>;
