import { isRankLabError } from '#shared/errors';
import { bytesPerUser, sampleUsers } from '#engine/pipeline/bench-memory';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { withModelsOf } from '#engine/pipeline/fitted-on';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import type { Side } from '#engine/pipeline/sides';
import { restrictQrels } from '#engine/evaluate/judgements/restrict-qrels';
import { signalIdsOf } from '#engine/rerank/defined-signals';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { LivePlan } from '#shared/schemas/live';
import type { BuildSettings } from '#shared/schemas/model';
import type { Variant } from '#shared/schemas/variant';
import type { Qrels } from '#engine/model/run';
import type { TrainingView } from '#engine/model/training-view';
import { memoryBudgetBytes } from './memory-budget';
import type { Models } from '../models/models';
import type { WorkspaceContext } from '../workspace/workspace-context';

export interface Prepared {
  readonly side: Side;
  readonly bench: EvaluationBench;
}

interface Judged {
  readonly side: Side;
  readonly view: TrainingView;
  readonly qrels: Qrels;
}

/** How many (split, relevance) pairs keep their candidates and signals in memory. */
const cacheLimit = 2;
/** Holds the baseline's settings and those of the variant being changed. */
const heldSettings = 2;
/** Number of candidates that are retrieved and scored in about a second. */
const quickCandidates = 400_000;
/** Work of the signals alone, as a share of candidates and signals; on the safe side, so that what is called quick is quick. */
const signalsShare = 0.5;

/** The evaluation caches of a workspace: for experiments with all test users, and for the Lab with as many as fit into memory. */
export class EvaluationCaches {
  readonly #evaluationCaches = new Map<string, Promise<Prepared>>();
  readonly #ready = new WeakMap<Promise<Prepared>, EvaluationBench>();
  readonly #judged = new Map<string, Promise<Judged>>();
  /** Taste vectors of all users, by the embeddings' build settings. */
  readonly #dimensions = new Map<string, Promise<number>>();
  readonly #testUserCounts = new WeakMap<Side, number>();
  /** Decided once: free memory changes with the caches, and the sample must not change with it. */
  #budgetBytes: number | undefined;

  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly models: Models,
  ) {}

  budgetBytes(): number {
    return (this.#budgetBytes ??= memoryBudgetBytes());
  }

  /** The number of users measured per slider position, and the memory needed. Allocates nothing. */
  async plan(config: ExperimentConfig, settings: BuildSettings, memoryBytes?: number): Promise<LivePlan> {
    const budgetBytes = memoryBytes ?? this.budgetBytes();
    const { models } = this;
    const side = await models.evaluationSide(config.split, settings.seed);
    const testUserCount = await this.#testUsersOf(side);
    const poolSize = config.variants.reduce((most, { candidates }) => Math.max(most, candidates.poolSize), 1);
    const signalCount = config.variants.reduce((most, { signals }) => Math.max(most, signalIdsOf(signals).length), 0);
    const perUser = heldSettings * bytesPerUser({ poolSize }, signalCount, await this.#dimensionsOf(settings));
    const measuredUserCount = Math.min(testUserCount, Math.max(1, Math.floor(budgetBytes / perUser)));
    const sampled = measuredUserCount < testUserCount;
    const missing = this.#missing(config, cacheKeyOf(config, settings, sampled ? measuredUserCount : null, budgetBytes));
    return {
      testUserCount,
      measuredUserCount,
      neededBytes: testUserCount * perUser,
      takenBytes: measuredUserCount * perUser,
      budgetBytes,
      sampled,
      preparation: missing === 0 ? 'held' : missing * measuredUserCount <= quickCandidates ? 'quick' : 'long',
    };
  }

  /** Candidates per user, over the variants whose candidates and signals are not cached. */
  #missing({ variants }: ExperimentConfig, key: string): number {
    const prepared = this.#evaluationCaches.get(key);
    const bench = prepared && this.#ready.get(prepared);
    const settings = new Map(
      variants.map((variant) => [JSON.stringify([variant.candidates, variant.signalParams, variant.signals]), variant]),
    );
    const share = (variant: Variant): number => (bench?.holds(variant) ? 0 : bench?.holdsCandidates(variant) ? signalsShare : 1);
    return [...settings.values()].reduce((sum, variant) => sum + share(variant) * variant.candidates.poolSize, 0);
  }

  /** The cache of a configuration, for all its test users or for a sample of `userCount`. */
  async prepare(
    config: ExperimentConfig,
    settings: BuildSettings,
    plan: LivePlan,
    sampled: boolean,
    context?: TaskContext,
  ): Promise<Prepared> {
    const sample = sampled && plan.sampled ? plan.measuredUserCount : null;
    const key = cacheKeyOf(config, settings, sample, plan.budgetBytes);
    const known = this.#evaluationCaches.get(key);
    const made = known ?? this.#make(config, settings, sample, plan.budgetBytes, context);
    if (!known) {
      made.then(
        ({ bench }) => this.#ready.set(made, bench),
        () => this.#evaluationCaches.get(key) === made && this.#evaluationCaches.delete(key), // do not cache a failed or cancelled attempt
      );
    }
    remember(this.#evaluationCaches, key, made);
    try {
      await this.#makeRoom(made, plan);
      return await made;
    } catch (error) {
      // The first caller may have cancelled; this caller has not.
      if (!known || !isCancelled(error) || context?.signal?.aborted) throw error;
      return this.prepare(config, settings, plan, sampled, context);
    }
  }

  /** Relevance judgements of all test users. */
  async judged(config: ExperimentConfig, settings: BuildSettings, context?: TaskContext): Promise<Judged> {
    const key = keyOf(config, settings);
    const known = this.#judged.get(key);
    const made = known ?? this.#judge(config, settings, context);
    if (!known) made.catch(() => this.#judged.get(key) === made && this.#judged.delete(key));
    remember(this.#judged, key, made);
    try {
      return await made;
    } catch (error) {
      if (!known || !isCancelled(error) || context?.signal?.aborted) throw error;
      return this.judged(config, settings, context);
    }
  }

  clear(): void {
    this.#evaluationCaches.clear();
    this.#judged.clear();
    this.#dimensions.clear();
  }

  /** EvaluationCaches share one budget: the other's arrays are evicted when both together exceed it. */
  async #makeRoom(chosen: Promise<Prepared>, { budgetBytes, takenBytes }: LivePlan): Promise<void> {
    const { bench } = await chosen;
    const others = await Promise.all(
      [...this.#evaluationCaches.values()].filter((other) => other !== chosen).map((other) => other.catch(() => undefined)),
    );
    for (const other of others) {
      if (other && other.bench !== bench && other.bench.heldBytes + takenBytes > budgetBytes) other.bench.release();
    }
  }

  async #make(
    config: ExperimentConfig,
    settings: BuildSettings,
    sample: number | null,
    limitBytes: number,
    context?: TaskContext,
  ): Promise<Prepared> {
    const { side, view, qrels } = await this.judged(config, settings, context);
    const measured = sample === null ? qrels : restrictQrels(qrels, sampleUsers(qrels.users, sample, config.seed));
    return { side, bench: new EvaluationBench(view, measured, limitBytes) };
  }

  async #judge(config: ExperimentConfig, settings: BuildSettings, context?: TaskContext): Promise<Judged> {
    const { side, view } = await this.fit(config, settings, context);
    return { side, view, qrels: qrelsOf(await this.workspace.dataset(), side, view, config) };
  }

  /** The training side of a configuration and the models fitted on it. */
  async fit(config: ExperimentConfig, settings: BuildSettings, context?: TaskContext): Promise<Pick<Judged, 'side' | 'view'>> {
    const { models } = this;
    const side = await models.evaluationSide(config.split, settings.seed);
    const training = await models.viewOf(side, settings, context);
    // Models fitted on all data fail the leakage check unless the configuration accepts the leak.
    const view = config.fittedOn === 'everything' ? withModelsOf((await models.recommender('serving')).view, training) : training;
    return { side, view };
  }

  /** Cached, because every slider position needs it. */
  async #testUsersOf(side: Side): Promise<number> {
    const known = this.#testUserCounts.get(side);
    if (known !== undefined) return known;
    const { users } = (await this.workspace.dataset()).interactions;
    const count = new Set((side.split?.test ?? new Int32Array(0)).map((position) => users[position] ?? -1)).size;
    this.#testUserCounts.set(side, count);
    return count;
  }

  #dimensionsOf(settings: BuildSettings): Promise<number> {
    if (!settings.embeddings) return Promise.resolve(0);
    const key = JSON.stringify(settings.embeddings);
    const known = this.#dimensions.get(key);
    if (known) return known;
    const read = this.models.report().then((report) => report?.embeddings?.dimensions ?? 0);
    this.#dimensions.set(key, read);
    read.catch(() => this.#dimensions.delete(key));
    return read;
  }
}

const isCancelled = (error: unknown): boolean => isRankLabError(error) && error.code === 'CANCELLED';

function keyOf({ split, relevance, seed, variants, fittedOn = 'training' }: ExperimentConfig, settings: BuildSettings): string {
  return JSON.stringify([split, relevance, seed, fittedOn, settings, variants.every(({ candidates }) => candidates.removeSeen)]);
}

const cacheKeyOf = (config: ExperimentConfig, settings: BuildSettings, sample: number | null, budgetBytes: number): string =>
  `${keyOf(config, settings)} ${sample} ${budgetBytes}`;

function remember<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  cache.delete(key);
  cache.set(key, value);
  const oldest = cache.keys().next().value;
  if (cache.size > cacheLimit && oldest !== undefined) cache.delete(oldest);
}
