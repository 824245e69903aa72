import type { Command } from 'commander';
import Papa from 'papaparse';
import {
  evaluateOffPolicy,
  type LoggedDecisions,
  type OffPolicyEstimate,
  type OffPolicyReport,
} from '#engine/evaluate/off-policy/off-policy';
import { RankLabError } from '#shared/errors';
import { columnMapping, finiteNumber, fraction, readText, wholeNumber } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';

interface OffPolicyOptions extends OutputOptions {
  readonly log: string;
  readonly map: Record<string, string>;
  readonly switchThreshold: number;
  readonly confidence: number;
  readonly bootstrapSamples: number;
  readonly seed: number;
  readonly acceptFewDecisions?: boolean;
}

const required = ['reward', 'logging', 'target'] as const;
const model = ['predicted', 'value'] as const;

export function offPolicy(program: Command): void {
  program
    .command('off-policy')
    .description('Estimate the reward of another policy from logged decisions with known propensities; needs no workspace.')
    .requiredOption('--log <file>', 'CSV with one decision per row')
    .option(
      '--map <columns>',
      'reward=COL,logging=COL,target=COL and, with a reward model, predicted=COL,value=COL',
      columnMapping([...required, ...model]),
      Object.fromEntries(required.map((name) => [name, name])),
    )
    .option('--switch-threshold <weight>', 'weight threshold of Switch-DR', finiteNumber, 10)
    .option('--confidence <level>', 'confidence of the intervals', fraction, 0.95)
    .option('--bootstrap-samples <count>', 'bootstrap resamples of the decisions; 0 = delta method only', wholeNumber(0), 2000)
    .option('--seed <number>', 'seed of the resamples', wholeNumber(0), 42)
    .option('--accept-few-decisions', 'print estimates with a small effective sample size, with a warning instead of a refusal')
    .option('--json', 'print one JSON document')
    .action((options: OffPolicyOptions) => {
      const report = evaluateOffPolicy(readDecisions(options.log, options.map), options);
      printResult(options, report, () => asText(report));
    });
}

function readDecisions(file: string, map: Record<string, string>): LoggedDecisions {
  const { data, meta } = Papa.parse<Record<string, string>>(readText(file).replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true });
  const column = (name: string): Float64Array => {
    const header = map[name] ?? name;
    if (!meta.fields?.includes(header)) {
      throw new RankLabError('INVALID_ARGUMENT', `${file} has no column “${header}”`, {
        place: file,
        value: header,
        remedy: `Its columns are ${(meta.fields ?? []).join(', ')}; choose one with --map ${name}=COLUMN`,
      });
    }
    return Float64Array.from(data, (row, index) => numberIn(row[header] ?? '', `${file}: row ${index + 1}, ${header}`));
  };
  return {
    rewards: column('reward'),
    loggingProbabilities: column('logging'),
    targetProbabilities: column('target'),
    ...(model.some((name) => map[name] !== undefined) && { predictedRewards: column('predicted'), targetValues: column('value') }),
  };
}

function numberIn(text: string, place: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new RankLabError('IMPORT_FAILED', `${place}: “${text.slice(0, 80)}” is not a number`, { place, value: text.slice(0, 80) });
}

function asText(report: OffPolicyReport): string {
  const estimates = [
    ['inverse propensity', report.ips],
    ['self-normalised', report.snips],
    ['direct method', report.directMethod],
    ['doubly robust', report.doublyRobust],
    ['doubly robust, self-normalised', report.selfNormalizedDoublyRobust],
    ['switch', report.switchDoublyRobust],
  ] as const;
  const rows = estimates.flatMap(([name, estimate]) => (estimate ? [[name, ...cellsOf(estimate)]] : []));
  const notes = [
    `${report.count} decisions, worth ${report.effectiveSampleSize.toFixed(1)}; largest weight ${report.largestWeight.toPrecision(4)}, ${(100 * report.largestWeightShare).toFixed(1)}% of all`,
    ...estimates.flatMap(([name, estimate]) => (estimate?.refusal === undefined ? [] : [`No ${name} estimate: ${estimate.refusal}`])),
    ...report.warnings.map((warning) => `Warning: ${warning}`),
  ];
  return `${textTable(['estimate', 'value', 'standard error', 'interval', 'bootstrap interval', 'worth'], rows)}\n\n${notes.join('\n')}`;
}

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
const span = (interval: { low: number; high: number } | null | undefined): string =>
  interval ? `[${interval.low.toFixed(4)}, ${interval.high.toFixed(4)}]` : '–';

const cellsOf = ({ value, standardError, interval, bootstrap, effectiveSampleSize }: OffPolicyEstimate): string[] => [
  number(value),
  number(standardError),
  span(interval),
  span(bootstrap?.interval),
  effectiveSampleSize.toFixed(1),
];
