import { dirname, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { fusionMethods } from '#engine/candidates/fusion/registry';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { baselineIds, baselineVariant } from '#engine/pipeline/baselines';
import { fusedVariant, runVariant } from '#engine/pipeline/run-variant';
import type { TaskContext } from '#engine/ports';
import { reportFormats } from '#engine/report/formats/registry';
import { runRoles, type RunColumnMap } from '#service/import/runs/run-columns';
import type { RunStore } from '#service/runs/run-store';
import { runProtocol, type ProtocolOutcome } from '#service/workspace/protocol';
import { RankLabError } from '#shared/errors';
import {
  coldUsersSchema,
  scoreTiesSchema,
  timeTiesSchema,
  type ColdUsers,
  type ScoreTies,
  type TimeTies,
} from '#shared/schemas/conventions';
import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import { knownAtSchema, type RunPolicy, type StoredRun } from '#shared/schemas/foreign-run';
import { protocolSchema } from '#shared/schemas/protocol';
import type { Shard } from '#shared/schemas/shard';
import type { Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import { columnMapping, commaList, fraction, jsonObject, readJson, segmentations, wholeNumber } from '../arguments';
import { policyChoices, runPolicy } from '../run-policy';
import { choicesOf } from '../choices';
import { describeMultiverse } from '../describe-multiverse';
import { describeResult } from '../describe-result';
import { addMultiverseOptions, type MultiverseOptions, multiverseSettings, withMultiverse } from '../multiverse-options';
import { printResult, progressContext } from '../output';
import { saveResult } from '../save-result';
import { describeShard, refuseWholeOptions, shardArgument, writeShardFile } from '../shard';
import { readVariants, requireVariants } from '../variant-files';
import { weightList } from '../weights';
import { withChosenWorkspace, withRuntime } from '../with-workspace';
import { writeFiles } from '../write-files';

interface CompareOptions extends MultiverseOptions {
  readonly workspace?: string;
  readonly snapshot?: string;
  readonly protocol?: string;
  readonly variants: string[];
  readonly runs: string[];
  readonly runPolicy: Partial<RunPolicy>;
  readonly runKnownAt?: string;
  readonly runColumns: RunColumnMap;
  readonly fuse?: string;
  readonly fuseWeights?: number[];
  readonly fuseParams: Record<string, unknown>;
  readonly baselines: string[];
  readonly universe: 'training' | 'all';
  readonly keepSeen?: boolean;
  readonly coldUsers?: ColdUsers;
  readonly scoreTies: ScoreTies;
  readonly timeTies: TimeTies;
  readonly timeTieOrders: number;
  readonly permutations?: number;
  readonly split: string;
  readonly splitParams: Record<string, unknown>;
  readonly testFraction?: number;
  readonly relevant: string;
  readonly metrics: string[];
  readonly factors?: number;
  readonly fittedOn?: 'training' | 'everything';
  readonly acceptLeakage?: boolean;
  readonly countLooks?: boolean;
  readonly complete: boolean;
  readonly correction: 'holm' | 'benjamini-hochberg' | 'none';
  readonly confidence: number;
  readonly segments: string[];
  readonly seed: number;
  readonly formats: string[];
  readonly save?: string;
  readonly shard?: Shard;
  readonly out: string;
}

export function compare(program: Command): void {
  const command = program
    .command('compare')
    .description('Compare ranking variants on the test part of a split; the first variant is the baseline.')
    .option('--workspace <folder>', 'the workspace')
    .option('--snapshot <folder>', 'a snapshot of a workspace, which several processes may read at once')
    .option('--protocol <file>', 'a complete experiment as JSON; replaces all other options except --out and --multiverse')
    .option('--variants <files...>', 'files with one variant or a list of them as JSON, the baseline first', []);
  addRankingOptions(command);
  addTestOptions(command);
  addStatisticsOptions(command);
  command
    .option('--seed <number>', 'random seed', wholeNumber(0), 42)
    .option('--formats <list>', `report formats: ${choicesOf(reportFormats)}`, commaList, ['csv', 'json'])
    .option('--save <name>', 'save the run in the workspace under a name, and write it as a .ranklab file, which “gate” holds against')
    .option('--shard <i/n>', 'measure only the i-th of n parts of the users, for “merge”; a hash of the id says which', shardArgument)
    .requiredOption('--out <folder>', 'output folder');
  addMultiverseOptions(command)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress')
    .action(async (options: CompareOptions) => {
      const progress = progressContext(options);
      if (options.shard) return compareShard(options, options.shard, progress);
      const { files, result, multiverse } = await runComparison(options, progress);
      const written = await writeFiles(options.out, files);
      progress.done();
      const text = (): string[] => [
        describeResult(result),
        ...(multiverse ? [describeMultiverse(multiverse)] : []),
        `Wrote ${written.join(', ')}`,
      ];
      printResult(options, { files: written, result, ...(multiverse && { multiverse }) }, () => text().join('\n\n'));
    });
}

/** One part of the users; “merge” makes the result of all parts. */
async function compareShard(options: CompareOptions, shard: Shard, progress: ReturnType<typeof progressContext>): Promise<void> {
  refuseWholeOptions(options);
  const written = await withChosenWorkspace(options, 'compare', async ({ session }) => {
    const { experiments, runs } = session.current();
    const config = configFrom(options, await addRuns(options, runs));
    return writeShardFile(options.out, await experiments.measureShard(config, shard, progress));
  });
  progress.done();
  printResult(options, written, () => describeShard(written));
}

/** What is compared: variants, runs, fusions and baselines, and which candidates they may have. */
function addRankingOptions(command: Command): void {
  command
    .option('--runs <files...>', 'rankings made elsewhere: TREC run, CSV, TSV, Parquet or JSON Lines', [])
    .option('--run-policy <list>', `how runs are read, as name=value: ${policyChoices()}`, runPolicy, {})
    .option('--run-known-at <date>', 'the newest data that the runs have known, or “static”')
    .option(
      '--run-columns <list>',
      'user=COLUMN,item=COLUMN,rank=COLUMN,score=COLUMN where the names are unusual',
      columnMapping(runRoles),
      {},
    )
    .option('--fuse <method>', `also the fusion of all runs by a method: ${choicesOf(fusionMethods)}`)
    .option('--fuse-weights <list>', 'a weight per run, in their order; default: 1 each', weightList)
    .option('--fuse-params <json>', 'parameters of the fusion as JSON, such as {"normalization":"z-score"}', jsonObject, {})
    .option('--baselines <list>', `well-known recommenders to compare with: ${baselineIds.join(', ')}`, commaList, [])
    .addOption(new Option('--universe <id>', 'candidates of the baselines and of runs').choices(['training', 'all']).default('training'))
    .option('--keep-seen', 'baselines and runs may recommend what the user has in training')
    .addOption(
      new Option(
        '--cold-users <policy>',
        'users without history: a fallback list, an empty one (0), or left out; default: fallback for variants, empty for baselines',
      ).choices(coldUsersSchema.options),
    );
}

/** What is held out, what is relevant, what is measured, and what the models may have seen. */
function addTestOptions(command: Command): void {
  command
    .option('--split <id>', `how test interactions are held out: ${choicesOf(splitRegistry)}`, 'time')
    .option('--split-params <json>', 'parameters of the split as JSON, such as {"count":5}', jsonObject, {})
    .option('--test-fraction <number>', 'share of interactions in the test part', fraction)
    .addOption(new Option('--score-ties <rule>', 'order of equal scores').choices(scoreTiesSchema.options).default('row'))
    .addOption(
      new Option('--time-ties <rule>', 'order of interactions with equal timestamps').choices(timeTiesSchema.options).default('id'),
    )
    .option('--time-tie-orders <count>', 'number of seeded orders of equal timestamps for the range of every value', wholeNumber(0), 3)
    .option('--relevant <rule>', 'any, graded, value>=N, or kind=A+B', 'any')
    .option(
      '--metrics <list>',
      `comma-separated, as name@k, of ${choicesOf(metricRegistry)}`,
      commaList,
      experimentConfigSchema.shape.metrics.parse(undefined),
    )
    .option('--factors <count>', 'latent factors; default: as the workspace was built', wholeNumber(1))
    .addOption(new Option('--fitted-on <what>', 'data that embeddings and factors are fitted on').choices(['training', 'everything']))
    .option('--accept-leakage', 'run although the models saw the test period; every export is labelled');
}

/** How values become means, intervals and verdicts. */
function addStatisticsOptions(command: Command): void {
  command
    .option('--complete', 'users without a relevant video or without a list count as 0 (trec_eval -c)', false)
    .option('--segments <list>', `divisions of the users whose groups are reported separately: ${segmentations}`, commaList, [
      'warmth',
      'activity',
    ])
    .addOption(
      new Option('--correction <id>', 'correction for multiple tests').choices(['holm', 'benjamini-hochberg', 'none']).default('holm'),
    )
    .option('--confidence <number>', 'confidence of intervals; verdicts use 1 − confidence', fraction, 0.95)
    .option('--permutations <count>', 'minimum sign patterns per test; raised if too few', wholeNumber(100))
    .option('--count-looks', 'include the tests of earlier looks at the same test part in the correction');
}

function runComparison(options: CompareOptions, progress: TaskContext): Promise<ProtocolOutcome> {
  if (options.protocol !== undefined) {
    const fileProtocol = readJson(options.protocol, protocolSchema);
    const multiverse = multiverseSettings(options) ?? fileProtocol.multiverse;
    const protocol = { ...fileProtocol, ...(multiverse && { multiverse }) };
    const folder = dirname(resolve(options.protocol));
    return withRuntime(({ session }) => runProtocol(session, protocol, folder, progress));
  }
  const { save } = options;
  return withChosenWorkspace(options, 'compare', async ({ session }) => {
    const workspace = session.current();
    if (save !== undefined) workspace.store.requireWritable();
    const config = configFrom(options, await addRuns(options, workspace.runs));
    const { experiments } = workspace;
    const outcome = await withMultiverse(options, experiments, config, progress, (context) =>
      experiments.report(config, options.formats, context),
    );
    if (save === undefined) return outcome;
    return { ...outcome, files: [...outcome.files, await saveResult(workspace, save, config, outcome.result)] };
  });
}

/** Stores the files of runs in the workspace; answers the variants that rank as they do. */
async function addRuns(
  { runs, runPolicy: policy, runKnownAt, runColumns: map, fuse, fuseWeights, fuseParams, ...options }: CompareOptions,
  store: RunStore,
): Promise<Variant[]> {
  const knownAt = parseOrThrow(knownAtSchema, runKnownAt ?? null, '--run-known-at');
  const candidates = rankingOptions(options);
  const stored: StoredRun[] = [];
  for (const path of runs) stored.push(await store.add(path, { knownAt, map }));
  const variants = stored.map((run) => runVariant(run, { policy, candidates }));
  if (fuse === undefined) return variants;
  if (fuseWeights && fuseWeights.length !== runs.length) {
    throw new RankLabError('INVALID_ARGUMENT', `${runs.length} runs need ${runs.length} weights, not ${fuseWeights.length}`, {
      place: '--fuse-weights',
    });
  }
  const fused = stored.map((run, r) => ({ run, policy, ...(fuseWeights?.[r] !== undefined && { weight: fuseWeights[r] }) }));
  return [...variants, fusedVariant(fused, { merge: { id: fuse, params: fuseParams }, candidates })];
}

/** Which candidates baselines and runs may have. */
const rankingOptions = ({ universe, keepSeen, coldUsers }: Pick<CompareOptions, 'universe' | 'keepSeen' | 'coldUsers'>) => ({
  universe,
  removeSeen: !keepSeen,
  ...(coldUsers !== undefined && { coldUsers }),
});

function configFrom(options: CompareOptions, runs: readonly Variant[]): ExperimentConfig {
  const variants = [
    ...readVariants(options.variants).map((variant) => withPolicy(variant, options.coldUsers)),
    ...runs,
    ...options.baselines.map((id) => baselineVariant(id, { candidates: rankingOptions(options) })),
  ];
  const others = options.shard === undefined ? ', --baselines NAME… or --protocol FILE' : ' or --baselines NAME…';
  requireVariants(variants, 'compare', `Add --variants FILE…, --runs FILE…${others}`);
  return parseOrThrow(
    experimentConfigSchema,
    {
      split: {
        id: options.split,
        params: { ...options.splitParams, ...(options.testFraction !== undefined && { fraction: options.testFraction }) },
        timeTies: options.timeTies,
      },
      relevance: relevanceFrom(options.relevant),
      variants,
      metrics: options.metrics,
      ...(options.factors !== undefined && { factorCount: options.factors }),
      ...(options.fittedOn !== undefined && { fittedOn: options.fittedOn }),
      ...(options.acceptLeakage !== undefined && { acceptLeakage: options.acceptLeakage }),
      countMissingAsZero: options.complete,
      scoreTies: options.scoreTies,
      timeTieOrders: options.timeTieOrders,
      segments: options.segments,
      statistics: {
        correction: options.correction,
        confidence: options.confidence,
        ...(options.permutations !== undefined && { permutations: options.permutations }),
        ...(options.countLooks !== undefined && { countLooks: options.countLooks }),
      },
      seed: options.seed,
    },
    'compare',
  );
}

/** One policy for users without history in place of each variant's own. */
const withPolicy = (variant: Variant, coldUsers: ColdUsers | undefined): Variant =>
  coldUsers === undefined ? variant : { ...variant, candidates: { ...variant.candidates, coldUsers } };

/** "any", "graded", "value>=4" or "kind=like+complete". */
export function relevanceFrom(text: string): ExperimentConfig['relevance'] {
  if (text === 'any' || text === 'graded') return { rule: text };
  const threshold = /^value>=(-?[0-9.]+)$/.exec(text);
  if (threshold) return { rule: 'threshold', minimum: Number(threshold[1]) };
  const kinds = /^kind=(.+)$/.exec(text);
  if (kinds?.[1] !== undefined) return { rule: 'kind', kinds: kinds[1].split('+') };
  throw new RankLabError('INVALID_ARGUMENT', `Unknown relevance rule “${text}”`, {
    place: '--relevant',
    value: text,
    remedy: 'Use any, graded, value>=N, or kind=A+B',
  });
}
