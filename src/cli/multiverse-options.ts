import type { Command } from 'commander';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { multiverseFiles } from '#engine/report/multiverse/files';
import type { Experiments } from '#service/experiments/experiments';
import type { ProtocolOutcome } from '#service/workspace/protocol';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import { type MultiverseSettings, multiverseSettingsSchema } from '#shared/schemas/multiverse';
import { parseOrThrow } from '#shared/validation';
import { jsonObject, wholeNumber } from './arguments';
import { describePlan } from './describe-multiverse';
import type { OutputOptions } from './output';
import { visible } from '#shared/visible';

export interface MultiverseOptions extends OutputOptions {
  /** True without options of its own. */
  readonly multiverse?: true | Record<string, unknown>;
  readonly multiverseMetric?: string;
  readonly multiverseLimit?: number;
  readonly multiverseSample?: number;
}

export function addMultiverseOptions(command: Command): Command {
  return command
    .option(
      '--multiverse [choices]',
      'repeat the comparison under every combination of conventions; JSON such as {"cutoff":[5,10],"seenItems":["removed","kept"]} gives the options of a choice',
      jsonObject,
    )
    .option('--multiverse-metric <metric>', 'the metric of the multiverse; default: the first one')
    .option('--multiverse-limit <count>', 'more specifications are refused (500)', wholeNumber(1))
    .option('--multiverse-sample <count>', 'measure so many specifications, drawn by the seed', wholeNumber(1));
}

/** Undefined where no multiverse is asked for. @throws INVALID_ARGUMENT naming the choice */
export function multiverseSettings(options: MultiverseOptions): MultiverseSettings | undefined {
  const { multiverse, multiverseMetric: metric, multiverseLimit: limit, multiverseSample: sample } = options;
  if (multiverse === undefined) return undefined;
  const settings = {
    ...(multiverse !== true && { choices: multiverse }),
    ...(metric !== undefined && { metric }),
    ...(limit !== undefined && { limit }),
    ...(sample !== undefined && { sample }),
  };
  return parseOrThrow(multiverseSettingsSchema, settings, '--multiverse');
}

/** A comparison, and after it its multiverse if one is asked for; too many specifications are refused before either. */
export async function withMultiverse(
  options: MultiverseOptions,
  experiments: Experiments,
  config: ExperimentConfig,
  progress: TaskContext,
  compare: (context: TaskContext) => Promise<ProtocolOutcome>,
): Promise<ProtocolOutcome> {
  const settings = multiverseSettings(options);
  if (!settings) return compare(progress);
  const input = { config, ...settings };
  const plan = await experiments.multiverse.requirePlan(input);
  if (!options.quiet) process.stderr.write(`${visible(describePlan(plan))}\n`);
  const outcome = await compare(subtask(progress, 0, 0.3));
  const multiverse = await experiments.multiverse.run(input, subtask(progress, 0.3, 1));
  return { ...outcome, files: [...outcome.files, ...multiverseFiles(multiverse)], multiverse };
}
