import type { Command } from 'commander';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { splitSettingsSchema, type RelevanceSettings, type SplitSettings } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { fraction, wholeNumber } from './arguments';
import { choicesOf } from './choices';
import type { OutputOptions } from './output';
import { relevanceFrom } from './verbs/compare';
import { writeText } from './write-files';

/** Options of verbs that choose settings on the validation part. */
export interface ValidationOptions extends OutputOptions {
  readonly workspace: string;
  readonly variant: string;
  readonly split: string;
  readonly testFraction?: number;
  readonly validationFraction: number;
  readonly relevant: string;
  readonly seed: number;
  readonly out?: string;
  readonly tables?: string;
}

export const withValidationOptions = (command: Command): Command =>
  command
    .requiredOption('--workspace <folder>', 'the workspace')
    .requiredOption('--variant <file>', 'the variant to start from, as JSON')
    .option('--split <id>', `how test interactions are held out: ${choicesOf(splitRegistry)}`, 'time')
    .option('--test-fraction <number>', 'share of interactions in the test part', fraction)
    .option('--validation-fraction <number>', 'share of the training side to validate on', fraction, 0.2)
    .option('--relevant <rule>', 'any, graded, value>=N, or kind=A+B', 'any')
    .option('--seed <number>', 'random seed', wholeNumber(0), 42)
    .option('--out <file>', 'file for the best variant')
    .option('--tables <folder>', 'folder for the numbers as CSV')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress');

export function validationSettings(options: ValidationOptions): { split: SplitSettings; relevance: RelevanceSettings; seed: number } {
  const params = options.testFraction === undefined ? {} : { fraction: options.testFraction };
  const split = { id: options.split, params, validationFraction: options.validationFraction };
  return { split: parseOrThrow(splitSettingsSchema, split, 'split'), relevance: relevanceFrom(options.relevant), seed: options.seed };
}

export async function writeVariant(file: string | undefined, variant: Variant): Promise<void> {
  if (file !== undefined) await writeText(file, `${JSON.stringify(variant, null, 2)}\n`);
}
