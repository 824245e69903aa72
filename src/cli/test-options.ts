import { Option, type Command } from 'commander';
import { splitRegistry } from '#engine/dataset/splits/registry';
import type { Question } from '#service/experiments/diagnosis/question';
import { scoreTiesSchema, type ScoreTies } from '#shared/schemas/conventions';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { parseOrThrow } from '#shared/validation';
import { fraction, jsonObject, wholeNumber } from './arguments';
import { choicesOf } from './choices';
import type { OutputOptions } from './output';
import { readVariants } from './variant-files';
import { relevanceFrom } from './verbs/compare';

/** Options of verbs that ask about variants on a test part. */
export interface TestOptions extends OutputOptions {
  readonly workspace: string;
  readonly variants: string[];
  readonly split: string;
  readonly splitParams: Record<string, unknown>;
  readonly testFraction?: number;
  readonly relevant: string;
  readonly scoreTies: ScoreTies;
  readonly seed: number;
  readonly out?: string;
}

/** Adds them to a verb; `variants` says which variants it wants, if it takes them here. */
export const addTestOptions = (command: Command, variants?: string): Command =>
  (variants === undefined ? command : command.requiredOption('--variants <files...>', variants))
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--split <id>', `how test interactions are held out: ${choicesOf(splitRegistry)}`, 'time')
    .option('--split-params <json>', 'parameters of the split as JSON, such as {"count":5}', jsonObject, {})
    .option('--test-fraction <number>', 'share of interactions in the test part', fraction)
    .option('--relevant <rule>', 'any, graded, value>=N, or kind=A+B', 'any')
    .addOption(new Option('--score-ties <rule>', 'order of equal scores').choices(scoreTiesSchema.options).default('row'))
    .option('--seed <number>', 'random seed', wholeNumber(0), 42)
    .option('--out <path>', variants === undefined ? 'file for the variant with its new weights' : 'folder for the numbers as CSV')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress');

/** The variants on all test users. */
export function questionFrom(options: TestOptions): Question {
  const { split, splitParams, testFraction, scoreTies, seed } = options;
  const config = parseOrThrow(
    experimentConfigSchema,
    {
      variants: readVariants(options.variants),
      split: { id: split, params: { ...splitParams, ...(testFraction !== undefined && { fraction: testFraction }) } },
      relevance: relevanceFrom(options.relevant),
      scoreTies,
      seed,
    },
    'options',
  );
  return { config, everyUser: true };
}
