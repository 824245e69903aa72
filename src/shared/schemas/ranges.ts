import { z } from 'zod';

/**
 * Ranges of the numbers that people, programs and files give: what storage can hold and calculations can square and sum.
 * Every number in a schema uses one of these or states its own range; `test/storage/ranges.test.ts` finds those without.
 */
export const ranges = {
  /** 1900-01-01 and 2200-01-01: outside, a timestamp was most likely given in another unit. */
  timestampMs: { minimum: -2_208_988_800_000, maximum: 7_258_118_400_000 },
  /** A hundred years. */
  durationSeconds: { minimum: 0, maximum: 3_155_760_000 },
  /** Ratings, seconds watched, counts: either sign, and sums of squares over all interactions still fit into 32-bit floats. */
  interactionValue: { minimum: -1e12, maximum: 1e12 },
  /** Scores and further columns of a ranking made elsewhere: weighted sums over runs still fit into 32-bit floats. */
  runNumber: { minimum: -1e30, maximum: 1e30 },
  /** Of a signal in a variant. */
  weight: { minimum: -100, maximum: 100 },
} as const;

type Range = (typeof ranges)[keyof typeof ranges];

const within = ({ minimum, maximum }: Range, message: string): z.ZodNumber =>
  z.number().min(minimum, { message }).max(maximum, { message });

/** Milliseconds since 1970. */
export const timestampMsSchema = within(ranges.timestampMs, 'Use milliseconds since 1970, in the years 1900 to 2200');
export const interactionValueSchema = within(ranges.interactionValue, 'Use a number from -1e12 to 1e12');
export const durationSecondsSchema = within(
  ranges.durationSeconds,
  'Use seconds, more than 0 and at most 3155760000 (100 years)',
).positive();
export const weightSchema = within(ranges.weight, 'Use a weight from -100 to 100');

export const isTimestampMs = (value: number): boolean => value >= ranges.timestampMs.minimum && value <= ranges.timestampMs.maximum;
export const isInteractionValue = (value: number): boolean =>
  value >= ranges.interactionValue.minimum && value <= ranges.interactionValue.maximum;
export const isRunNumber = (value: number): boolean => value >= ranges.runNumber.minimum && value <= ranges.runNumber.maximum;

/** Text that every store keeps as it is: no NUL, and no half of a surrogate pair, which UTF-8 cannot hold. */
export const isStorableText = (text: string): boolean => !text.includes('\0') && !loneSurrogate.test(text);
const loneSurrogate = /[\ud800-\udfff]/u;
export const storableText = <Text extends z.ZodString>(text: Text): Text =>
  text.refine(isStorableText, { message: 'Contains a character that is not text: NUL or half of a surrogate pair' });

/** Of a user or a video. */
export const idSchema = storableText(z.string().min(1).max(500));
/** Kind of an interaction, such as “view”. */
export const kindSchema = storableText(z.string().min(1).max(50));
