import { Option, type Command } from 'commander';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import type { Tuning } from '#engine/pipeline/tune';
import { signalRegistry } from '#engine/rerank/registry';
import { splitSettingsSchema } from '#shared/schemas/experiment';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { commaList, fraction, readJson, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';
import { writeText } from '../write-files';
import { relevanceFrom } from './compare';

interface TuneOptions extends OutputOptions {
  readonly workspace: string;
  readonly variant: string;
  readonly signals: string[];
  readonly metric: string;
  readonly method: 'grid' | 'random';
  readonly trials: number;
  readonly steps: number;
  readonly split: string;
  readonly testFraction?: number;
  readonly validationFraction: number;
  readonly relevant: string;
  readonly seed: number;
  readonly out?: string;
}

export function tune(program: Command): void {
  program
    .command('tune')
    .description('Search for weights of a variant on the validation part; the test part is not used.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .requiredOption('--variant <file>', 'the variant to start from, as JSON')
    .requiredOption(
      '--signals <list>',
      `signals whose weights are searched, each in [0, 1]: comma-separated, of ${choicesOf(signalRegistry)}, or defined by the workspace`,
      commaList,
    )
    .option('--metric <spec>', `metric to optimise, as name@k: ${choicesOf(metricRegistry)}`, 'ndcg@10')
    .addOption(new Option('--method <id>', 'search method').choices(['random', 'grid']).default('random'))
    .option('--trials <count>', 'number of settings for random search', wholeNumber(1), 100)
    .option('--steps <count>', 'values per weight for grid search', wholeNumber(2), 5)
    .option('--split <id>', `how test interactions are held out: ${choicesOf(splitRegistry)}`, 'time')
    .option('--test-fraction <number>', 'share of interactions in the test part', fraction)
    .option('--validation-fraction <number>', 'share of the training side to validate on', fraction, 0.2)
    .option('--relevant <rule>', 'any, graded, value>=N, or kind=A+B', 'any')
    .option('--seed <number>', 'random seed', wholeNumber(0), 42)
    .option('--out <file>', 'file for the best variant')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(search);
}

async function search(options: TuneOptions): Promise<void> {
  const variant = readJson(options.variant, variantSchema);
  const split = parseOrThrow(
    splitSettingsSchema,
    {
      id: options.split,
      params: options.testFraction === undefined ? {} : { fraction: options.testFraction },
      validationFraction: options.validationFraction,
    },
    'split',
  );
  const progress = progressContext(options);
  const { signals, metric, method, trials, steps, seed } = options;
  const request = {
    split,
    relevance: relevanceFrom(options.relevant),
    variant,
    signals,
    metric,
    method,
    trials,
    steps,
    scoreTies: 'row' as const,
    seed,
  };
  const tuning = await withWorkspace(options.workspace, async ({ session }) => {
    const { tune: tuneWeights } = await import('#service/experiments/tune');
    return tuneWeights(session.current().experiments, request, progress);
  });
  if (options.out !== undefined) await writeText(options.out, `${JSON.stringify(tuning.variant, null, 2)}\n`);
  progress.done();
  printResult(options, tuning, () => describeTuning(tuning, signals));
}

const describeTuning = ({ metric, start, best, trials }: Tuning, signals: readonly string[]): string =>
  [
    `${metric} on the validation part: ${start.value.toFixed(4)} at the start, ${best.value.toFixed(4)} at best`,
    textTable(
      [metric, ...signals],
      trials.slice(0, 10).map(({ value, weights }) => [value.toFixed(4), ...signals.map((signal) => (weights[signal] ?? 0).toFixed(3))]),
    ),
    'The best of many trials is optimistic: compare it on the test part before trusting it.',
  ].join('\n');
