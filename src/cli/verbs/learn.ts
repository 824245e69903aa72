import { Option, type Command } from 'commander';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { weightLearners } from '#engine/pipeline/learn/learners/registry';
import { signalRegistry } from '#engine/rerank/registry';
import { learnFiles } from '#engine/report/tune/learn-files';
import { learnInputSchema, type LearnInput, type LearnOutput } from '#shared/schemas/learn';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { columnPairs, commaList, finiteNumber, readJson, wholeNumber } from '../arguments';
import { choicesOf } from '../choices';
import { printResult, progressContext, textTable } from '../output';
import { validationSettings, withValidationOptions, writeVariant, type ValidationOptions } from '../validation-options';
import { withWorkspace } from '../with-workspace';
import { writeFiles } from '../write-files';

interface LearnOptions extends ValidationOptions {
  readonly signals: string[];
  readonly signs: Record<string, string>;
  readonly method: LearnInput['method'];
  readonly metric: string;
  readonly pairs: number;
  readonly l2?: string[];
  readonly folds: number;
  readonly bootstrap: number;
  readonly positionColumn?: string;
  readonly propensityColumn?: string;
  readonly eta: number;
}

export function learnVerb(program: Command): void {
  const command = program
    .command('learn')
    .description('Learn the weights of a variant from interactions of the validation part; the test part is not used.');
  withValidationOptions(command)
    .addOption(new Option('--method <id>', 'how weights are learnt').choices(weightLearners.ids).default('logistic'))
    .option(
      '--signals <list>',
      `signals to weigh, default all that differ: comma-separated, of ${choicesOf(signalRegistry)}`,
      commaList,
      [],
    )
    .option('--signs <pairs>', 'signs of weights, such as popularity=positive,freshness=negative', columnPairs, {})
    .option('--metric <spec>', `metric that judges the weights, as name@k: ${choicesOf(metricRegistry)}`, 'ndcg@10')
    .option('--pairs <count>', 'less relevant candidates drawn for each relevant one', wholeNumber(1), 20)
    .option('--l2 <list>', 'penalties to choose from by validation', commaList)
    .option('--folds <count>', 'parts of the users for cross-validation', wholeNumber(3), 5)
    .option('--bootstrap <count>', 'resamples of users for the intervals; 0 gives none', wholeNumber(0), 200)
    .option('--position-column <name>', 'column of interactions with the position shown, 1 at the top, to weigh pairs by')
    .option('--propensity-column <name>', 'column of interactions with the chance that the position was examined')
    .option('--eta <number>', 'how fast that chance falls with the position', finiteNumber, 1)
    .action(async (options: LearnOptions) => {
      const input = inputFrom(options);
      const progress = progressContext(options);
      const learnt = await withWorkspace(options.workspace, async ({ session }) => {
        const { learn } = await import('#service/experiments/learn');
        return learn(session.current().experiments, input, { context: progress });
      });
      await writeVariant(options.out, learnt.variant);
      const files = await writeFiles(options.tables, learnFiles(learnt));
      progress.done();
      printResult(options, { ...learnt, files }, () => describe(learnt));
    });
}

function inputFrom(options: LearnOptions): LearnInput {
  const { method, signals, signs, metric, pairs, l2, folds, bootstrap, positionColumn, propensityColumn, eta } = options;
  const column = positionColumn ?? propensityColumn;
  return parseOrThrow(
    learnInputSchema,
    {
      ...validationSettings(options),
      variant: readJson(options.variant, variantSchema),
      ...{ method, signals, signs, metric, folds },
      pairsPerRelevant: pairs,
      ...(l2 && { l2: l2.map(Number) }),
      bootstrapSamples: bootstrap,
      ...(column !== undefined && { exposure: { column, kind: positionColumn === undefined ? 'propensity' : 'position', eta } }),
    },
    'learn',
  );
}

function describe({ signals, statements, metric, difference, pValue, verdict }: LearnOutput): string {
  const rows = signals.map(({ id, start, weight, interval, distinguishable }) => [
    id,
    start.toFixed(3),
    weight.toFixed(3),
    interval ? `[${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : '–',
    distinguishable === false ? 'not distinguishable from 0' : '',
  ]);
  const test = `${metric}: ${difference.value.toFixed(4)} [${difference.low.toFixed(4)}, ${difference.high.toFixed(4)}], p ${pValue?.toPrecision(2) ?? '–'}`;
  return [
    textTable(['signal', 'start', 'learnt', '95% interval', ''], rows),
    '',
    `${test}: ${verdict}`,
    ...statements,
    'Compare it on the test part before trusting it.',
  ].join('\n');
}
