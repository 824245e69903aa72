/** The smallest change of weights that puts videos where they should stand, and what it does to everybody else. */
import { z } from 'zod';
import { losingSegmentSchema, metricComparisonSchema, metricSpecSchema } from './experiment';
import { livePlanInputSchema } from './live';
import { weightSchema } from './ranges';
import { rankingContextSchema } from './ranking';
import { variantSchema } from './variant';

const number = z.number().nullable();

export const goalSettingsSchema = z.strictObject({
  context: rankingContextSchema,
  /** Videos with the positions at which they should stand, exactly. */
  moves: z
    .array(z.strictObject({ video: z.string().max(500), position: z.int().min(1).max(10_000) }))
    .max(50)
    .default([]),
  /** One video above another, wherever. */
  orders: z
    .array(z.strictObject({ above: z.string().max(500), below: z.string().max(500) }))
    .max(200)
    .default([]),
  /** What is smallest: the sum of absolute changes (few weights change), or of their squares (all change a little). */
  norm: z.enum(['l1', 'l2']).default('l2'),
  /** Range of the weights, widened to hold what they are. */
  low: weightSchema.default(0),
  high: weightSchema.default(1),
  /** Signals whose weights stay. */
  locked: z.array(z.string().max(100)).max(100).default([]),
  /** Length of the list that is answered. */
  limit: z.int().min(1).max(1_000).default(10),
  /** Measured on all test users, before and after; none: no collateral is computed. */
  metrics: z.array(metricSpecSchema).max(50).default(['ndcg@10']),
});
export type GoalSettings = z.infer<typeof goalSettingsSchema>;

const { variants: _variants, ...test } = livePlanInputSchema.shape;
export const goalInputSchema = z.object({ ...test, ...goalSettingsSchema.shape, variant: variantSchema });
export type GoalInput = z.infer<typeof goalInputSchema>;

const videoSchema = z.object({ videoId: z.string(), title: z.string() });

export const goalConflictSchema = z.object({
  /** `dominated`: no weights give these orders, each by itself; `joint`: each can be had, but not all together. */
  kind: z.enum(['dominated', 'joint']),
  orders: z.array(
    z.object({
      above: videoSchema,
      below: videoSchema,
      /** Share in the proof that the orders exclude each other. */
      share: z.number(),
      /** The most by which the upper one can lead under any weights allowed. */
      bestLead: z.number(),
      /** Normalised values of both, the largest advantage of the lower one first. */
      signals: z.array(z.object({ signal: z.string(), above: z.number(), below: z.number(), locked: z.boolean() })),
    }),
  ),
});
export type GoalConflict = z.infer<typeof goalConflictSchema>;

export const goalOutputSchema = z.object({
  status: z.enum(['already', 'found', 'conflict']),
  norm: z.enum(['l1', 'l2']),
  /** Of the whole variant; null without an answer. */
  weights: z.record(z.string(), z.number()).nullable(),
  changes: z.array(z.object({ signal: z.string(), from: z.number(), to: z.number() })),
  distance: number,
  /** The list after the change, ranked again; `before`: the position it had. */
  list: z.array(videoSchema.extend({ position: z.int(), before: z.int().nullable() })),
  conflict: goalConflictSchema.nullable(),
  /** All test users under the new weights against the present ones. */
  collateral: z
    .object({
      measuredUserCount: z.int(),
      comparisons: z.array(metricComparisonSchema),
      /** Groups of users that are clearly worse off although all together are not. */
      losers: z.array(losingSegmentSchema),
      statements: z.array(z.string()),
    })
    .nullable(),
});
export type GoalOutput = z.infer<typeof goalOutputSchema>;
