/**
 * RankLab for Node programs. Everything that is exported here follows semantic versioning; nothing else of the package does.
 *
 * @packageDocumentation
 */
import { evaluateTrecInputSchema, type EvaluateTrecOutput } from '#shared/schemas/evaluate-trec';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { parseOrThrow } from '#shared/validation';
import type { ComparisonOptions, EvaluationInput, WorkOptions } from './types';
import { withWorkspace } from './workspace';

export { RankLabError, type ErrorCode } from '#shared/errors';
export type { EvaluateTrecOutput } from '#shared/schemas/evaluate-trec';
export type { ExperimentConfigInput, ExperimentResult } from '#shared/schemas/experiment';
export type { VariantInput } from '#shared/schemas/variant';
export type { ComparisonOptions, EvaluationInput, OpenOptions, RankLabWorkspace, WorkOptions } from './types';
export { openWorkspace } from './workspace';

/**
 * Compares ranking variants on the test part of a workspace's data; the first one is the baseline.
 *
 * @param options - The folder of a workspace with data, and what to compare; whatever is left out has the command line's defaults.
 * @returns Values, paired comparisons with intervals and corrected p-values, groups of users, and the conventions of every number.
 * @throws RankLabError NOT_FOUND without a workspace, NOT_BUILT without data, INVALID_ARGUMENT naming the place, CANCELLED, LOCKED.
 *
 * @example
 * ```ts
 * const result = await compare({ workspace: './movies', variants: [{ name: 'popular', weights: { popularity: 1 } }, { name: 'mixed' }] });
 * console.log(result.variants[1].metrics);
 * ```
 */
export function compare({ workspace, signal, onProgress, ...config }: ComparisonOptions): Promise<ExperimentResult> {
  const work: WorkOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  return withWorkspace(workspace, (open) => open.compare(config, work));
}

/**
 * Measures a TREC run against TREC judgements, as trec_eval does. Needs no workspace.
 *
 * @param input - Both files as texts, the metrics, and trec_eval's options.
 * @returns Means per metric, and with `perUser` every query's values.
 * @throws RankLabError INVALID_ARGUMENT naming the line.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate({ qrels: 'q1 0 d1 1', run: 'q1 Q0 d1 1 0.5 mine', metrics: ['ndcg@10', 'map'] });
 * ```
 */
export async function evaluate(input: EvaluationInput): Promise<EvaluateTrecOutput> {
  const { tasks } = await import('#service/jobs/tasks');
  return tasks['evaluate-trec'](parseOrThrow(evaluateTrecInputSchema, input, 'evaluate'));
}
