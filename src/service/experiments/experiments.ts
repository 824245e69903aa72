import type { z } from 'zod';
import type { ExperimentReport } from '#engine/model/experiment-report';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { measureVariants } from '#engine/pipeline/run-experiment';
import { variantResult } from '#engine/pipeline/variant-outcome';
import { compareWarmth, warmthCounts } from '#engine/pipeline/experiment-segments';
import { measureSegment, segmentOf, segmentsOf } from '#engine/pipeline/measure-segment';
import { conventionsOf } from '#engine/pipeline/conventions';
import { subtask } from '#engine/core/cancellation';
import { definitionLens } from '#engine/evaluate/comparison/definition-lens';
import { lensFamily } from './lens-family';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { restrictQrels } from '#engine/evaluate/judgements/restrict-qrels';
import { lensViewToWire } from '#engine/evaluate/to-wire';
import type { Run } from '#engine/model/run';
import type { TaskContext } from '#engine/ports';
import { reportFormats } from '#engine/report/formats/registry';
import type { ReportFile } from '#engine/report/report-format';
import { writeReport } from '#engine/report/write-report';
import {
  experimentConfigSchema,
  type ExperimentConfig,
  type ExperimentResult,
  type RelevanceSettings,
  type SplitSettings,
} from '#shared/schemas/experiment';
import type { TestUsersInput, TestUsersOutput } from '#shared/schemas/test-users';
import type {
  LensOutput,
  LiveOutput,
  LivePlan,
  LiveSegments,
  lensInputSchema,
  liveInputSchema,
  livePlanInputSchema,
} from '#shared/schemas/live';
import type { Looks as LooksOutput } from '#shared/schemas/ledger';
import type { Shard } from '#shared/schemas/shard';
import type { Variant } from '#shared/schemas/variant';
import { sharedThread } from '../jobs/shared-thread';
import { buildSettingsFor } from './build-settings';
import { Diagnosis } from './diagnosis/diagnosis';
import { EvaluationCaches } from './evaluation-caches';
import { storedFiles } from './stored-files';
import { liveConfig } from './live-config';
import { configurationKey } from './configuration-key';
import { completeVariant } from '../signals/complete-variants';
import { liveStatements } from './live-statements';
import { listLooks } from './list-looks';
import { PassingLooks } from './looks';
import { Multiverse } from './multiverse';
import { testPartOf } from './test-part';
import { findTestUsers, relevantOf } from './test-users';
import type { ComparisonParts } from './prepare-comparison';
import { runComparison, type RunOptions } from './run-comparison';
import { measureShard } from './shards/measure-shard';
import { completeShards, MergedShards } from './shards/merge-shards';
import type { ShardContent, ShardFile } from './shards/shard-file';
import { validationBench, type ValidationRequest } from './validation-bench';
import type { Models } from '../models/models';
import type { WorkspaceContext } from '../workspace/workspace-context';

/** Share of the preparation time: models and judgements are mostly cached, candidates and signals are the work. */
const modelsShare = 0.02;
/** Share of the lens's time spent on the lists. */
const listsShare = 0.9;
/** Above this number of users the lens uses Student's intervals: resampling every definition would take seconds for the same result. */
const maxResampled = 20_000;

type LensInput = z.infer<typeof lensInputSchema>;
type LiveInput = z.infer<typeof liveInputSchema>;
type LivePlanInput = z.infer<typeof livePlanInputSchema>;
/** Evaluations of a workspace: live ones for the Lab, complete ones for experiments. Both use the same bench. */
export class Experiments {
  readonly #evaluationCaches: EvaluationCaches;
  readonly passing = new PassingLooks();
  /** Why lists are as good as they are. */
  readonly diagnosis: Diagnosis;
  /** A comparison under every combination of conventions. */
  readonly multiverse: Multiverse;

  readonly #parts: ComparisonParts;

  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly models: Models,
  ) {
    this.#evaluationCaches = new EvaluationCaches(workspace, models);
    this.#parts = { workspace, models, caches: this.#evaluationCaches };
    this.diagnosis = new Diagnosis(workspace, models, this.#evaluationCaches);
    this.multiverse = new Multiverse(workspace, models, this.#evaluationCaches);
  }

  /** Everything about one configuration, ready for every report format. Counts as a look at the test side. */
  run(given: ExperimentConfig, context?: TaskContext, options?: RunOptions): Promise<ExperimentReport> {
    return runComparison(this.#parts, given, context, options);
  }

  /** The lists of a shard of the users, to be merged with the others'. No look: no metric is computed. */
  measureShard(config: ExperimentConfig, shard: Shard, context?: TaskContext): Promise<ShardContent> {
    return measureShard(this.#parts, config, shard, context);
  }

  /**
   * The result and files of a comparison that was measured in shards, byte-equal to those of one run. Counts as one look, which a snapshot does not keep.
   * @throws NOT_FOUND naming missing shards, CONFLICT naming a shard that is there twice or of another comparison.
   */
  async merge(files: readonly ShardFile[], formats: readonly string[], context?: TaskContext) {
    const lists = new MergedShards(this.#parts, completeShards(files));
    return { ...(await this.report(lists.config, formats, context, { lists })), config: lists.config };
  }

  /** Runs a configuration and returns the result with its files. The same configuration gives byte-equal files. */
  async report(
    config: ExperimentConfig,
    formats: readonly string[],
    context?: TaskContext,
    options?: RunOptions,
  ): Promise<{ files: ReportFile[]; result: ExperimentResult }> {
    const chosen = formats.map((id) => reportFormats.get(id, 'formats'));
    const report = await this.run(config, context, options);
    return { files: await storedFiles(writeReport(report, chosen), context), result: report.result };
  }

  /** A bench of the validation part, for everything that chooses settings. */
  validation(request: ValidationRequest, context?: TaskContext): ReturnType<typeof validationBench> {
    return validationBench(this.models, this.#evaluationCaches.budgetBytes(), request, context);
  }

  /** The variant with the definitions of the signals that it weighs, and of further ones. */
  completed = async (variant: Variant, further: readonly string[] = []): Promise<Variant> =>
    completeVariant(variant, await this.workspace.signals.all(), further);

  /** All test users with their candidates and signals. Shows no metric, hence no look. */
  async bench(config: ExperimentConfig, context?: TaskContext): Promise<EvaluationBench> {
    const settings = await buildSettingsFor(this.models, config);
    const plan = await this.#evaluationCaches.plan(config, settings);
    return (await this.#evaluationCaches.prepare(config, settings, plan, false, sharedThread(context))).bench;
  }

  /** Users and memory that `live` needs for these variants; allocates nothing. */
  async livePlan(input: LivePlanInput): Promise<LivePlan> {
    const config = await liveConfig(this.workspace.signals, input);
    return this.#evaluationCaches.plan(config, await buildSettingsFor(this.models, config), input.memoryBytes);
  }

  /**
   * Prepares the caches that `live` needs for these variants and returns the plan. If cancelled, existing caches are kept. @throws CANCELLED
   */
  async prepareLive(input: LivePlanInput, context?: TaskContext): Promise<LivePlan> {
    const config = await liveConfig(this.workspace.signals, input);
    const settings = await buildSettingsFor(this.models, config);
    const plan = await this.#evaluationCaches.plan(config, settings, input.memoryBytes);
    context?.report?.(0, 'models and judgements');
    const { bench } = await this.#evaluationCaches.prepare(config, settings, plan, true, subtask(sharedThread(context), 0, modelsShare));
    const missing = config.variants.filter((variant) => !bench.holds(variant));
    for (const [v, variant] of missing.entries()) {
      const from = modelsShare + ((1 - modelsShare) * v) / missing.length;
      const to = modelsShare + ((1 - modelsShare) * (v + 1)) / missing.length;
      await bench.prepare(variant, subtask(sharedThread(context), from, to));
    }
    return plan;
  }

  /** Evaluates one slider position over all test users, or over as many as fit into memory. */
  async live(input: LiveInput): Promise<LiveOutput> {
    const startedAt = performance.now();
    const config = await liveConfig(this.workspace.signals, input, input.metrics);
    // As in run: with another seed the Lab would show other numbers than the experiment saved from it.
    const settings = await buildSettingsFor(this.models, config);
    const plan = await this.#evaluationCaches.plan(config, settings, input.memoryBytes);
    const { side, bench } = await this.#evaluationCaches.prepare(config, settings, plan, true, sharedThread());
    const measure = { ...config, quick: !input.exact };
    const all = await measureVariants(bench, input.segment ? { ...measure, quickComparisons: true } : measure, sharedThread());
    const group = input.segment && measureSegment(bench, measure, all, input.segment);
    const measured = group ?? all;
    const groups = input.exact && !input.segment ? compareWarmth(bench, config, all) : undefined;
    const { ledger } = this.workspace.store;
    const part = testPartOf(side, config, bench.view.dataset);
    const look = (): number => ledger.recordLook(part, configurationKey(config, input.segment), Math.max(1, measured.familySize));
    return {
      userCount: bench.view.dataset.users.ids.size,
      testUserCount: plan.testUserCount,
      measuredUserCount: bench.qrels.users.length,
      sampled: plan.sampled,
      heldBytes: bench.heldBytes,
      elapsedMs: performance.now() - startedAt,
      familySize: measured.familySize,
      testLooks: this.passing.note(input.exact, look) ?? ledger.looks(part),
      testStartMs: part.startMs,
      indexDescription: this.models.indexDescription(side.scope) ?? null,
      statements: liveStatements(plan, config, { bench, side }, all),
      conventions: conventionsOf(config, settings.factors.values),
      warmth: warmthCounts(bench),
      variants: measured.outcomes.map(variantResult),
      ...(groups && { groups }),
      segment: input.segment && group && { ...input.segment, userCount: group.userCount },
    };
  }

  /** The groups that `live` can measure. Shows no metric, hence no look. @throws CANCELLED */
  async liveSegments(input: LivePlanInput, context?: TaskContext): Promise<LiveSegments> {
    const config = await liveConfig(this.workspace.signals, input);
    const settings = await buildSettingsFor(this.models, config);
    const plan = await this.#evaluationCaches.plan(config, settings, input.memoryBytes);
    const { bench } = await this.#evaluationCaches.prepare(config, settings, plan, true, sharedThread(context));
    return { segments: await segmentsOf(bench, sharedThread(context)) };
  }

  /** The variants' lists under every definition of a metric, on the users that `live` measures. */
  async lens(input: LensInput, context: TaskContext = {}): Promise<LensOutput> {
    const config = await liveConfig(this.workspace.signals, input, [input.metric]);
    const settings = await buildSettingsFor(this.models, config);
    const plan = await this.#evaluationCaches.plan(config, settings, input.memoryBytes);
    context.report?.(0, 'models and judgements');
    const { side, bench } = await this.#evaluationCaches.prepare(
      config,
      settings,
      plan,
      true,
      subtask(sharedThread(context), 0, modelsShare),
    );
    const specs = parseMetricSpecs(config.metrics);
    const runs: Run[] = [];
    for (const [v, variant] of config.variants.entries()) {
      const share = (listsShare - modelsShare) / config.variants.length;
      const part = subtask(sharedThread(context), modelsShare + share * v, modelsShare + share * (v + 1));
      const lists = await bench.lists(variant, specs, { ...config, quick: true }, part);
      runs.push(lists);
    }
    const qrels = input.segment ? restrictQrels(bench.qrels, segmentOf(bench, input.segment).users) : bench.qrels;
    const reach = config.variants.map((variant) => bench.reachOf(variant));
    const statistics = { ...config.statistics, seed: config.seed, reach, quick: qrels.users.length > maxResampled };
    const task = subtask(sharedThread(context), listsShare, 1);
    const family = await lensFamily(bench, { ...config, quick: statistics.quick }, input);
    const views = await definitionLens(runs, qrels, input.metric, bench.context, { ...statistics, family }, task);
    const looked = { ...config, metrics: views.map(({ spec, countMissingAsZero }) => `${spec} ${countMissingAsZero}`) };
    this.workspace.store.ledger.recordLook(
      testPartOf(side, config, bench.view.dataset),
      configurationKey(looked, input.segment),
      views.length * (config.variants.length - 1),
    );
    const conventions = conventionsOf({ ...config, metrics: [...new Set(views.map(({ spec }) => spec))] }, settings.factors.values);
    return { userCount: qrels.users.length, conventions, views: views.map(lensViewToWire) };
  }

  /** The ledger of the test part of these settings. */
  looks = (input: LivePlanInput): Promise<LooksOutput> => listLooks(this.workspace, this.models, this.#evaluationCaches, input);

  /** Users by their part in the test, with hits. Not a look: it shows examples and no metric, at a position that `live` has counted. */
  async testUsers(input: TestUsersInput): Promise<TestUsersOutput> {
    const config = await liveConfig(this.workspace.signals, input);
    const settings = await buildSettingsFor(this.models, config);
    return findTestUsers(this.#evaluationCaches, config, settings, input);
  }

  /** Items of a user's test part that count as relevant, for marks in the Lab's lists; undefined for a user who is not in it. */
  async relevantItems(
    userRow: number,
    relevance: RelevanceSettings,
    split?: SplitSettings,
    seed?: number,
  ): Promise<ReadonlySet<number> | undefined> {
    const config = experimentConfigSchema.parse({
      split: split ?? (await this.models.defaultSplit()),
      relevance,
      variants: [{ name: 'any' }],
      seed: seed ?? (await this.models.settings()).seed,
    });
    const { qrels } = await this.#evaluationCaches.judged(config, await buildSettingsFor(this.models, config));
    return relevantOf(qrels, userRow);
  }

  forget(): void {
    this.#evaluationCaches.clear();
  }
}
