import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline as streamPipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { finiteNumber, parseWith, wholeNumber } from '../arguments';
import { printResult, progressContext, type OutputOptions } from '../output';

export interface GenerateOptions extends OutputOptions {
  readonly users: number;
  readonly videos: number;
  readonly interactions: number;
  readonly seed: number;
  readonly popularityExponent?: number;
}

/** The options of the generator, shared with `pipeline`. */
export const addGeneratorOptions = (command: Command): Command =>
  command
    .option('--users <count>', 'users', wholeNumber(1), 5_000)
    .option('--videos <count>', 'videos', wholeNumber(1), 10_000)
    .option('--interactions <count>', 'interactions', wholeNumber(1), 100_000)
    .option('--popularity-exponent <number>', 'Zipf exponent of popularity', finiteNumber)
    .option('--seed <number>', 'seed of everything random', wholeNumber(0), 42);

export const generatorParamsFrom = (options: GenerateOptions): ReturnType<typeof generatorParamsSchema.parse> =>
  parseWith(
    generatorParamsSchema,
    {
      users: options.users,
      videos: options.videos,
      interactions: options.interactions,
      seed: options.seed,
      ...(options.popularityExponent !== undefined && { popularityExponent: options.popularityExponent }),
    },
    'generate',
  );

export function generate(program: Command): void {
  addGeneratorOptions(program.command('generate').description('Write a synthetic data set as users.csv, videos.csv and interactions.csv.'))
    .requiredOption('--out <folder>', 'where the files go')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: GenerateOptions & { out: string }) => {
      const progress = progressContext(options);
      const { dataset, report } = generateDataset(generatorParamsFrom(options), progress);
      await mkdir(options.out, { recursive: true });
      for (const [name, chunks] of Object.entries(datasetCsvChunks(dataset))) {
        await streamPipeline(Readable.from(chunks as Iterable<string>), createWriteStream(join(options.out, name)));
      }
      progress.done();
      const files = Object.keys(datasetCsvChunks(dataset));
      printResult(options, { out: options.out, files, report }, () => `Wrote ${files.join(', ')} to ${options.out}`);
    });
}
