import { z } from 'zod';
import { comparisons, conditionExamples, parseCondition } from '../conditions';

/** A condition as text: `price <= 20`, `language in (de, en)`, `has discount`. */
export const conditionTextSchema = z
  .string()
  .min(1)
  .max(5_000)
  .refine((text) => parseCondition(text) !== undefined, {
    error: ({ input }) => `expected a condition such as ${conditionExamples}, not “${String(input).slice(0, 200)}”`,
  });

/** All of them hold. */
export const conditionsSchema = z.array(conditionTextSchema).max(50);

/** The same in parts. */
export const rowFilterSchema = z.strictObject({
  column: z.string().min(1),
  is: z.enum(comparisons),
  /** Several for `in` and `not in`; empty for `has` and `lacks`. */
  value: z.union([z.string(), z.array(z.string()).min(1).max(1_000)]).default(''),
  /** Rows without a cell pass too. */
  orMissing: z.boolean().optional(),
});
export type RowFilter = z.infer<typeof rowFilterSchema>;
