import { z } from 'zod';

const orNull = z.number().nullable();
const whole = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** TREC files as texts, and trec_eval's options. */
export const evaluateTrecInputSchema = z.strictObject({
  qrels: z.string().min(1).describe('Judgements: query 0 document grade, one per line'),
  run: z.string().min(1).describe('A run: query Q0 document rank score tag, one per line'),
  others: z
    .array(z.strictObject({ name: z.string().min(1).max(500), run: z.string().min(1) }))
    .max(30)
    .default([])
    .describe('Further runs: each is measured alike and compared with the first one, query by query'),
  metrics: z
    .array(z.string().min(1))
    .max(200)
    .default([])
    .describe('Our metrics and trec_eval’s measures: ndcg@10, judged@10, P_5, all_trec'),
  measures: z.array(z.string().min(1)).max(200).default([]).describe('Measures and families of trec_eval, by their names there'),
  perUser: z.boolean().default(false).describe('Every query’s value too (-q)'),
  complete: z.boolean().default(false).describe('Judged queries missing from the run count as empty lists (-c)'),
  relevanceLevel: z.number().positive().max(1e15).default(1).describe('Lowest grade that counts as relevant (-l)'),
  judgedOnly: z.boolean().default(false).describe('Unjudged documents leave the lists first (-J)'),
  maxRetrieved: whole.min(1).optional().describe('At most so many documents per query count (-M)'),
  collectionSize: whole.default(0).describe('Documents in the collection, for utility (-N)'),
  judgements: z.enum(['qrels', 'qrels_jg', 'prefs', 'qrels_prefs']).default('qrels').describe('How the judgements are read (-R)'),
  zScores: z
    .string()
    .min(1)
    .optional()
    .describe('Means and deviations, a line each: query measure mean deviation; values become deviations from them (-Z)'),
});
export type EvaluateTrecInput = z.output<typeof evaluateTrecInputSchema>;

/** What the numbers depend on besides the two files, with every default filled in. */
const trecConventionsSchema = z.object({
  version: z.literal(1),
  scoreTies: z.enum(['larger document id first', 'smaller document id first']).describe('Of equal scores; the rank column is not read'),
  average: z.literal('queries'),
  queriesWithoutRelevant: z.literal('zero'),
  missingQueries: z.enum(['excluded', 'zero']).describe('Judged queries that the run lacks'),
  grades: z.literal('whole numbers'),
  relevanceLevel: z.number(),
  judgedOnly: z.boolean(),
  maxRetrieved: z.int().nullable(),
  collectionSize: z.int(),
  judgements: z.string(),
  values: z.enum(['as measured', 'Z scores']),
  metrics: z.array(
    z.object({
      spec: z.string(),
      id: z.string(),
      definition: z.enum(['ranklab', 'trec_eval']),
      version: z.int().nullable().describe('Of our definition'),
      cutoff: z.number().nullable(),
    }),
  ),
});
export type TrecConventions = z.output<typeof trecConventionsSchema>;

/** One run; `others` and `comparisons` only where several were given. */
const oneRunSchema = z.object({
  queries: z.int().describe('How many were evaluated'),
  complete: z.boolean(),
  relevanceLevel: z.number(),
  judgedOnly: z.boolean(),
  maxRetrieved: z.int().nullable(),
  collectionSize: z.int(),
  judgements: z.string(),
  zScores: z.boolean(),
  conventions: trecConventionsSchema,
  tiedQueries: z.int().describe('Evaluated queries with documents of equal score in their lists'),
  notes: z.array(z.string()),
  missingQueries: z.array(z.string()),
  unjudgedQueries: z.array(z.string()),
  metrics: z.array(
    z.object({
      spec: z.string(),
      value: z.number().nullable(),
      text: z.string().optional(),
      ties: z
        .object({ minimum: orNull, expected: orNull, maximum: orNull, affectedQueries: z.int() })
        .optional()
        .describe('The mean under the worst, average and best order of equal scores, where another order changes it'),
    }),
  ),
  perUser: z.array(z.object({ user: z.string(), values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])) })).optional(),
});
export const trecComparisonSchema = z.object({
  run: z.string(),
  spec: z.string(),
  queries: z.int().describe('Queries that both runs have a value for'),
  difference: orNull.describe('Mean of the run minus the first run'),
  low: orNull,
  high: orNull,
  confidence: z.number(),
  pValue: orNull.describe('Student’s paired t-test'),
  adjustedPValue: orNull.describe('By Holm, over all comparisons'),
});
export type TrecComparisonOutput = z.output<typeof trecComparisonSchema>;

export const evaluateTrecOutputSchema = oneRunSchema.extend({
  others: z.array(oneRunSchema.extend({ name: z.string() })).optional(),
  comparisons: z.array(trecComparisonSchema).optional(),
});
export type OneRunOutput = z.output<typeof oneRunSchema>;
export type EvaluateTrecOutput = z.output<typeof evaluateTrecOutputSchema>;
