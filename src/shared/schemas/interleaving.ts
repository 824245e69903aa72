/** Variants compared within one list, on simulated users. */
import { z } from 'zod';
import { livePlanInputSchema } from './live';
import { audienceReportSchema, audienceSettingsSchema, intervalSchema } from './simulate';

export const interleavingSettingsSchema = z.strictObject({
  audience: audienceSettingsSchema.prefault({}),
  /** Ids of interleaving methods; null: all that take this many variants. An A/B test is always measured beside them. */
  methods: z.array(z.string().min(1).max(60)).min(1).max(10).nullable().default(null),
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  /** Share of tests that have to find the true preference. */
  power: z.number().min(0.5).max(0.999).default(0.8),
  /** Users of the test that is shown. */
  users: z.int().min(20).max(1_000_000).default(1_000),
  /** Tests of every method, on which the needed users are measured, and their largest size. */
  repetitions: z.int().min(20).max(2_000).default(200),
  largestUsers: z.int().min(100).max(1_000_000).default(30_000),
});
export type InterleavingSettings = z.infer<typeof interleavingSettingsSchema>;

/** The first variant is the baseline of all others. */
export const interleavingInputSchema = livePlanInputSchema.extend({
  ...interleavingSettingsSchema.shape,
  everyUser: z.boolean().default(false),
  variants: livePlanInputSchema.shape.variants.min(2, 'Give at least two variants to compare').max(10),
});
export type InterleavingInput = z.infer<typeof interleavingInputSchema>;

const number = z.number().nullable();

export const interleavingOutputSchema = z.object({
  names: z.array(z.string()),
  audience: audienceReportSchema,
  users: z.int(),
  confidence: z.number(),
  power: z.number(),
  repetitions: z.int(),
  /** Relative lift of clicks per user over the baseline, exactly; in the order of the challengers. */
  truth: z.array(z.object({ name: z.string(), lift: number })),
  /** The A/B test first. */
  methods: z.array(
    z.object({
      method: z.string(),
      label: z.string(),
      description: z.string(),
      challengers: z.array(
        z.object({
          name: z.string(),
          /** Users who prefer the challenger, the baseline, neither; null where users see one variant only. */
          wins: z.int().nullable(),
          losses: z.int().nullable(),
          ties: z.int().nullable(),
          /** Mean over users of the challenger’s credits less the baseline’s; of an A/B test: the difference of clicks per user. */
          preference: number,
          interval: intervalSchema,
          pValue: z.number(),
          verdict: z.enum(['better', 'worse', 'undecided']),
          correct: z.boolean().nullable(),
          /** Users at which `power` of the tests find the true preference; null beyond the largest size, or where there is none. */
          needed: z.int().nullable(),
        }),
      ),
      /** Share of the tests that find the true preference, for every challenger. */
      course: z.array(z.object({ users: z.int(), power: z.array(z.number()) })),
    }),
  ),
  statements: z.array(z.string()),
});
export type InterleavingOutput = z.infer<typeof interleavingOutputSchema>;
