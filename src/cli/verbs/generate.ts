import type { Command } from 'commander';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { writeFiles } from '#service/storage/files/export-files';
import { generatorParamsSchema, type GeneratorParams, type GeneratorReport } from '#shared/schemas/dataset';
import { parseOrThrow } from '#shared/validation';
import { finiteNumber } from '../arguments';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { writeText } from '../write-files';

/** Generator parameters that were given; the preset sets the others. */
export type GenerateOptions = OutputOptions & { readonly preset: string } & { readonly [Name in keyof GeneratorParams]?: number };

const names = Object.keys(generatorParamsSchema.shape) as (keyof GeneratorParams)[];
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <number>`;

/** The options of the generator, shared with `pipeline`: one for each parameter. */
export function addGeneratorOptions(command: Command): Command {
  const presets = generatorPresets
    .list()
    .map(({ id, defaults }) => `${id} (${defaults.users} × ${defaults.videos} × ${defaults.interactions})`);
  command.option('--preset <id>', `users × videos × interactions: ${presets.join(', ')}`, 'standard');
  for (const name of names) command.option(flagOf(name), describeParam(name), finiteNumber);
  return command;
}

/** Not commander's own defaults: an option that was not given must leave the preset's value alone. */
function describeParam(name: keyof GeneratorParams): string {
  const values = new Set(generatorPresets.list().map(({ defaults }) => defaults[name]));
  const [value] = values;
  const shown = values.size > 1 ? 'the preset’s' : value;
  return `${generatorParamsSchema.shape[name].description ?? name}${shown === undefined ? '' : ` (default: ${shown})`}`;
}

export function generatorParamsFrom(options: GenerateOptions): GeneratorParams {
  const { defaults } = generatorPresets.get(options.preset, '--preset');
  const overrides = Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
  return parseOrThrow(generatorParamsSchema, { ...defaults, ...overrides }, 'generate');
}

export function generate(program: Command): void {
  addGeneratorOptions(program.command('generate').description('Write a synthetic data set as users.csv, videos.csv and interactions.csv.'))
    .requiredOption('--out <folder>', 'output folder')
    .option('--truth <file>', 'also write the ground truth (tastes, quality, click model) as JSON, for simulated users')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: GenerateOptions & { out: string; truth?: string }) => {
      const progress = progressContext(options);
      const { dataset, truth, report } = generateDataset(generatorParamsFrom(options), progress);
      await writeFiles(options.out, Object.entries(datasetCsvChunks(dataset)));
      if (options.truth !== undefined) await writeText(options.truth, truthJson(truth));
      progress.done();
      const files = Object.keys(datasetCsvChunks(dataset));
      const { fingerprint } = dataset;
      printResult(options, { out: options.out, files, fingerprint, report }, () =>
        [`Wrote ${files.join(', ')} to ${options.out}`, describeGenerated(report), `fingerprint ${fingerprint}`].join('\n'),
      );
    });
}

/** Typed arrays as lists. */
const truthJson = (truth: object): string =>
  JSON.stringify(truth, (_, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value));

/** Generated beside requested values. */
export function describeGenerated(report: GeneratorReport): string {
  const { asked } = report;
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  return textTable(
    ['', 'asked', 'got'],
    [
      ['interactions', String(asked.interactions), String(report.interactions)],
      ['popularity exponent', shown(asked.popularityExponent), shown(report.fittedPopularityExponent)],
      ['activity exponent', shown(asked.activityExponent), shown(report.fittedActivityExponent)],
      ['popularity Gini', '', shown(report.popularityGini)],
      ['activity Gini', '', shown(report.activityGini)],
      ['sparsity', '', report.sparsityFraction.toFixed(5)],
      ['new videos', shown(asked.newVideoFraction), shown(report.newVideos / report.videos)],
      ['new users', shown(asked.newUserFraction), shown(report.newUsers / report.users)],
      ['likes', shown(asked.likeFraction), shown(report.kindShares['like'] ?? 0)],
      ['never watched', '', String(report.neverWatchedVideos)],
    ],
  );
}
