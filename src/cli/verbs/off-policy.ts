import { Option, type Command } from 'commander';
import { decisionEstimators } from '#engine/evaluate/off-policy/estimators/registry';
import { evaluateOffPolicy, type LoggedDecisions, type OffPolicyReport } from '#engine/evaluate/off-policy/off-policy';
import { evaluateSlates } from '#engine/evaluate/off-policy/slates/evaluate-slates';
import { RankLabError } from '#shared/errors';
import { slatesReportSchema, variantSlatesInputSchema, type SlatesReport } from '#shared/schemas/off-policy-slates';
import { variantSchema } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { columnMapping, finiteNumber, fraction, readJson, wholeNumber } from '../arguments';
import { describeSlates } from '../off-policy/describe-slates';
import { describeSimulated, simulatedOffPolicy, type SimulatedOptions } from '../off-policy/simulated';
import { estimateRow, named, refusalLines } from '../off-policy/estimate-rows';
import { LogFile } from '../off-policy/log-file';
import { printResult, progressContext, textTable } from '../output';
import { withWorkspace } from '../with-workspace';

interface OffPolicyOptions extends SimulatedOptions {
  readonly simulated?: string[];
  readonly log?: string;
  readonly slates?: string;
  readonly workspace?: string;
  readonly variant?: string;
  readonly temperature: number;
  readonly side: 'serving' | 'evaluation';
  readonly map: Record<string, string>;
  readonly switchThreshold: number;
  readonly bootstrapSamples: number;
  readonly acceptFewDecisions?: boolean;
}

const fields = ['reward', 'logging', 'target', 'predicted', 'value', 'slate', 'position', 'user', 'video'];

export function offPolicy(program: Command): void {
  program
    .command('off-policy')
    .description('Estimate the reward of another policy from logged decisions or lists with known propensities.')
    .addOption(new Option('--log <file>', 'CSV with one decision per row; needs no workspace').conflicts('slates'))
    .option('--slates <file>', 'CSV with one position of a list per row: slate, position, reward, logging and target (or user and video)')
    .option('--workspace <folder>', 'with --variant or --simulated: the workspace whose models they use')
    .option('--variant <file>', 'the target as JSON; the log of lists has user and video instead of target')
    .option(
      '--simulated <files...>',
      'two variants as JSON: logs of the first are simulated, and the errors of estimates of the second printed',
    )
    .option('--lists <count>', 'lists of a simulated log', wholeNumber(20), 2000)
    .option('--positions <count>', 'positions of a simulated list', wholeNumber(1), 3)
    .option('--repetitions <count>', 'simulated logs', wholeNumber(2), 50)
    .option('--temperature <number>', 'the variant draws by exp(score / temperature); lower: closer to its ranking', finiteNumber, 0.1)
    .addOption(
      new Option('--side <side>', 'models of all data or of the training side').choices(['serving', 'evaluation']).default('evaluation'),
    )
    .option(
      '--map <columns>',
      'reward=COL,logging=COL,target=COL and, with a reward model, predicted=COL,value=COL; of lists also slate=COL,position=COL,user=COL,video=COL',
      columnMapping(fields),
      {},
    )
    .option('--switch-threshold <weight>', 'weight threshold of Switch-DR, for single decisions', finiteNumber, 10)
    .option('--confidence <level>', 'confidence of the intervals', fraction, 0.95)
    .option('--bootstrap-samples <count>', 'bootstrap resamples of the decisions or lists; 0 = delta method only', wholeNumber(0), 2000)
    .option('--seed <number>', 'seed of the resamples', wholeNumber(0), 42)
    .option('--accept-few-decisions', 'print estimates without enough support, with a warning instead of a refusal')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: OffPolicyOptions) => {
      if (options.simulated !== undefined) {
        if (options.workspace === undefined)
          throw new RankLabError('INVALID_ARGUMENT', '--simulated needs --workspace', { place: 'off-policy' });
        const output = await simulatedOffPolicy(options.workspace, options.simulated, options);
        printResult(options, output, () => describeSimulated(output));
        return;
      }
      if (options.slates !== undefined) {
        const report = await slatesReport(new LogFile(options.slates, options.map), options);
        printResult(options, report, () => describeSlates(report));
        return;
      }
      if (options.log === undefined)
        throw new RankLabError('INVALID_ARGUMENT', 'Give --log for single decisions or --slates for lists', { place: 'off-policy' });
      const report = evaluateOffPolicy(readDecisions(new LogFile(options.log, options.map), options.map), options);
      printResult(options, report, () => asText(report));
    });
}

const hasModel = (map: Record<string, string>): boolean => map['predicted'] !== undefined || map['value'] !== undefined;

function readDecisions(log: LogFile, map: Record<string, string>): LoggedDecisions {
  return {
    rewards: log.numbers('reward'),
    loggingProbabilities: log.numbers('logging'),
    targetProbabilities: log.numbers('target'),
    ...(hasModel(map) && { predictedRewards: log.numbers('predicted'), targetValues: log.numbers('value') }),
  };
}

async function slatesReport(log: LogFile, options: OffPolicyOptions): Promise<SlatesReport> {
  const { workspace, variant, map, seed, confidence, bootstrapSamples, acceptFewDecisions = false } = options;
  if ((workspace === undefined) !== (variant === undefined))
    throw new RankLabError('INVALID_ARGUMENT', '--workspace and --variant belong together', { place: 'off-policy' });
  const lists = { slates: log.texts('slate'), positions: log.numbers('position') };
  if (workspace === undefined || variant === undefined)
    return slatesReportSchema.parse(evaluateSlates({ ...lists, ...readDecisions(log, map) }, options));
  const { temperature, side } = options;
  const input = parseOrThrow(
    variantSlatesInputSchema,
    {
      ...lists,
      users: log.texts('user'),
      videos: log.texts('video'),
      rewards: log.numbers('reward'),
      loggingProbabilities: log.numbers('logging'),
      variant: readJson(variant, variantSchema),
      ...{ temperature, side, confidence, bootstrapSamples, acceptFewDecisions, resampleSeed: seed },
    },
    'off-policy',
  );
  const progress = progressContext(options);
  const report = await withWorkspace(workspace, ({ session }) => session.current().lists.offPolicy(input, progress));
  progress.done();
  return slatesReportSchema.parse(report);
}

function asText(report: OffPolicyReport): string {
  const estimates = named(decisionEstimators, report.estimates);
  const rows = estimates.map(([name, estimate]) => estimateRow(name, estimate));
  const notes = [
    `${report.count} decisions, worth ${report.effectiveSampleSize.toFixed(1)}; largest weight ${report.largestWeight.toPrecision(4)}, ${(100 * report.largestWeightShare).toFixed(1)}% of all`,
    ...refusalLines(estimates),
    ...report.warnings.map((warning) => `Warning: ${warning}`),
  ];
  return `${textTable(['estimate', 'value', 'standard error', 'interval', 'bootstrap interval', 'worth'], rows)}\n\n${notes.join('\n')}`;
}
