import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
import { coldUsersOf } from '../candidates/cold-start/cold-start';
import type { ArraySource } from '../core/short-lived';
import { subtask } from '../core/cancellation';
import { evaluationContextFrom } from '../evaluate/metrics/metric-context';
import { evaluateRun, type EvaluateOptions } from '../evaluate/evaluate-run';
import type { MetricSpec } from '../evaluate/metrics/metric-spec';
import { segmentationById, type Segmentation } from '../evaluate/segments/segmentations';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { Evaluation } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Qrels, RankedItem, Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { diversitySpace, type DiversitySpace } from '../rerank/diversify';
import { explainList } from '../rerank/explain';
import { emptyRun, normalizeTensor, Ranker } from '../rerank/ranker';
import { signalIdsOf } from '../rerank/defined-signals';
import { SliderRuns } from '../rerank/slider/slider-runs';
import { buildLargeSignalTensor, prepareSignals } from '../rerank/signal-tensor';
import { BenchCaches, poolKey, tensorKey } from './bench-caches';
import { type ByteBudget, bytesPerUser } from './bench-memory';
import { listCounts } from './list-counts';
import { leftOutOf, limitsOf, listsFor, type ListSettings } from './measured-lists';
import type { MeasuredRun } from './measured-run';
import { poolsOfUsers, type RequestedPools } from './pools';
import { rankingOf } from './ranking-key';
import { sourcesOf } from './recommend';
import { isSourceRanking, sourceRun } from './source-ranking';

export interface MeasureOptions extends ListSettings, Pick<EvaluateOptions, 'countMissingAsZero' | 'arrays'> {}

interface BlockOfUsers {
  /** Index of the block's first user among `qrels.users`. */
  readonly from: number;
  readonly ranker: Ranker;
  readonly pools: readonly CandidatePool[];
}

/** Lists and measurements are small beside pools and signals. */
const keptRuns = 32;
/** With fewer users per block, yielding would cost more than the work. */
const smallestBlock = 64;
/** Share of the time for candidates and signals together. */
const poolsShare = 0.85;

/**
 * All test users with their candidates and signals, cached so that a change of weights only re-scores, re-sorts and re-measures. The Lab's live
 * metrics and saved experiments use the same bench and are bit-equal. The cache stays within `limitBytes`; a larger setting is processed in blocks of
 * users and not cached.
 */
export class EvaluationBench {
  readonly #measured = new Map<string, MeasuredRun>();
  readonly #segmentations = new Map<string, Segmentation>();
  readonly #budget: ByteBudget;
  readonly #caches: BenchCaches;
  readonly #slider: SliderRuns;
  /** The last measurement that was not cached. */
  #newest: { readonly name: string; readonly key: string } | undefined;
  readonly context: EvaluationContext;
  readonly #space: DiversitySpace | undefined;

  constructor(
    readonly view: TrainingView,
    readonly qrels: Qrels,
    readonly limitBytes = Infinity,
    caches = new BenchCaches(view, qrels.users, limitBytes),
    /** Of all users, where these are some of them: they decide how deep lists are. */
    private readonly whole = qrels,
  ) {
    this.#caches = caches;
    this.#budget = caches.budget;
    this.#slider = new SliderRuns({
      add: (bytes, drop) => this.#budget.add('moving weight', bytes, drop),
      remove: () => this.#budget.remove('moving weight'),
    });
    this.context = evaluationContextFrom(view);
    this.#space = view.embeddings && diversitySpace(view.embeddings);
    if (qrels.users.length === 0) {
      throw new RankLabError('INVALID_ARGUMENT', 'The test part has no users: there is nothing to evaluate on', {
        place: 'split',
        remedy: 'Choose a larger test fraction, an earlier date or another split',
      });
    }
  }

  /** The same users' lists under other judgements; candidates and signals are shared. */
  judgedBy(qrels: Qrels): EvaluationBench {
    const { users } = this.qrels;
    if (users.length !== qrels.users.length || users.some((user, u) => user !== qrels.users[u])) {
      throw new RankLabError('INTERNAL', 'Only judgements of the same users can share their candidates');
    }
    return new EvaluationBench(this.view, qrels, this.limitBytes, this.#caches);
  }

  /** Bytes of cached candidates and signals. */
  get heldBytes(): number {
    return this.#budget.heldBytes;
  }

  /** Maximum bytes of one candidate setting, known before allocation. */
  memoryBytesFor(variant: Pick<Variant, 'candidates' | 'signals'>): number {
    return this.qrels.users.length * this.#bytesPerUser(variant);
  }

  /** Releases candidates, signals and lists; later requests recompute them. */
  release(): void {
    this.#budget.clear();
    this.#measured.clear();
  }

  /** Whether a variant's candidates and signals are cached, so that only ranking remains. */
  holds(variant: Variant): boolean {
    return this.#caches.tensors.has(tensorKey(variant));
  }

  /** Whether only the signals are missing. */
  holdsCandidates({ candidates }: Variant): boolean {
    return this.#caches.pools.has(poolKey(candidates));
  }

  /** Computes pools and signals if the candidate setting or signal parameters are new; the slow part. */
  async prepare(variant: Variant, context?: TaskContext): Promise<void> {
    if (!this.#fits(variant)) return;
    const tensor = await this.#tensorFor(variant, subtask(context, 0, 0.95));
    context?.report?.(0.95, 'normalising');
    await context?.yieldToEventLoop?.();
    await this.#normalizedFor(tensor, variant);
  }

  /** Lists of `length` items for every test user. */
  async run(variant: Variant, length: number, context?: TaskContext, arrays?: ArraySource): Promise<Run> {
    const { users } = this.qrels;
    if (isSourceRanking(variant)) {
      const { candidates } = variant;
      return this.#caches.sourceRun(candidates, users.length, length, (settings, note) =>
        sourceRun(this.view, users, settings, length, note, context),
      );
    }
    if (this.#fits(variant)) {
      const { normalization, filters } = variant;
      const key = JSON.stringify([tensorKey(variant), normalization, filters, length]);
      return this.#slider.run(await this.rankerFor(variant, length, context), key, arrays);
    }
    const run = emptyRun(users, length);
    for await (const { from, ranker } of this.blocks(variant, length, context)) {
      const part = ranker.run();
      run.counts.set(part.counts, from);
      run.items.set(part.items, from * length);
      run.scores.set(part.scores, from * length);
    }
    return run;
  }

  /**
   * A variant's lists and their measurements. Unchanged variants are cached: while a slider moves, only its variant is re-ranked.
   */
  async measure(variant: Variant, specs: readonly MetricSpec[], options: MeasureOptions, context?: TaskContext): Promise<MeasuredRun> {
    const { arrays, countMissingAsZero = false, quick = false, scoreTies, seed } = options;
    const key = JSON.stringify([rankingOf(variant), specs.map(({ spec }) => spec), countMissingAsZero, quick, scoreTies, seed]);
    let measured = this.#measured.get(key);
    if (!measured) {
      const run = await this.lists(variant, specs, options, context);
      this.#forgetPassed(variant.name, key);
      const evaluate = { countMissingAsZero, exploreTies: !quick, ...this.reachOf(variant), ...(arrays && { arrays }) };
      const lists = listCounts(run, this.fallbacksOf(variant), coldUsersOf(this.view), evaluate.leftOut);
      measured = { run, evaluation: this.evaluate(run, specs, evaluate), options: evaluate, lists };
    }
    this.#measured.delete(key);
    this.#measured.set(key, measured);
    const oldest = this.#measured.keys().next().value;
    if (this.#measured.size > keptRuns && oldest !== undefined) this.#measured.delete(oldest);
    return measured;
  }

  /**
   * Past slider positions are not needed again, and short-lived garbage is cheap: keeping their lists and measurements would cause several full
   * collections a second.
   */
  #forgetPassed(name: string, key: string): void {
    const passed = this.#slider.moved ? this.#newest : undefined;
    if (passed?.name === name) this.#measured.delete(passed.key);
    this.#newest = { name, key };
  }

  /** Lists as deep as the metrics read, extended through ties at that position. */
  lists(variant: Variant, specs: readonly MetricSpec[], options: MeasureOptions, context?: TaskContext): Promise<Run> {
    const { dataset } = this.view;
    return listsFor(specs, limitsOf(variant, this.view), this.whole, dataset, options, async (length) =>
      options.quick || isSourceRanking(variant) || !this.#fits(variant)
        ? this.run(variant, length, context, options.arrays)
        : (await this.rankerFor(variant, length, context)).run(),
    );
  }

  /** By list, 1 for a fallback of content and popularity; undefined before the lists are made. */
  fallbacksOf({ candidates }: Variant): Uint8Array | undefined {
    return this.#caches.fallbacksOf(candidates);
  }

  /** The depth of a variant's lists, and the users excluded from its means. */
  reachOf(variant: Variant): Pick<EvaluateOptions, 'limits' | 'leftOut'> {
    const limits = limitsOf(variant, this.view);
    const leftOut = leftOutOf(variant, this.view);
    return leftOut ? { limits, leftOut } : { limits };
  }

  evaluate(run: Run, specs: readonly MetricSpec[], options?: EvaluateOptions): Evaluation {
    return evaluateRun(run, this.qrels, specs, this.context, options);
  }

  /** A segmentation of this bench's users. @throws INVALID_ARGUMENT for an unknown one. */
  segmentation(id: string): Segmentation {
    const { users } = this.qrels;
    const segmentation = this.#segmentations.get(id) ?? segmentationById(id, users, this.view);
    this.#segmentations.set(id, segmentation);
    return segmentation;
  }

  async rankerFor(variant: Variant, length: number, context?: TaskContext): Promise<Ranker> {
    const tensor = await this.#tensorFor(variant, context);
    return this.#rankerOf(tensor, await this.#normalizedFor(tensor, variant), variant, length);
  }

  /** Explained lists, one per test user, in the order of `qrels.users`; computed one at a time to bound memory. */
  async *explainedLists(variant: Variant, length: number): AsyncGenerator<{ userRow: number; list: RankedItem[] }> {
    for await (const { from, ranker, pools } of this.blocks(variant, length)) {
      for (let u = 0; u < pools.length; u++) {
        yield { userRow: this.qrels.users[from + u], list: explainList(ranker, u, (slot) => sourcesOf(pools[u], slot)) };
      }
    }
  }

  /** The merged pool of one test user, for why-not; undefined for other users. */
  async poolOfUser(variant: Variant, userRow: number): Promise<CandidatePool | undefined> {
    const index = this.qrels.users.indexOf(userRow);
    if (index < 0) return undefined;
    if (this.#fits(variant)) return (await this.#poolsFor(variant.candidates)).pools[index];
    return (await poolsOfUsers(this.view, Int32Array.of(userRow), variant.candidates)).pools[0];
  }

  #bytesPerUser({ candidates, signals }: Pick<Variant, 'candidates' | 'signals'>): number {
    return bytesPerUser(candidates, signalIdsOf(signals).length, this.view.embeddings?.dimensions ?? 0);
  }

  #fits(variant: Variant): boolean {
    return this.memoryBytesFor(variant) <= this.#budget.limitBytes;
  }

  /** All users at once if they fit, else in blocks, which are not cached. */
  async *blocks(variant: Variant, length: number, context?: TaskContext): AsyncGenerator<BlockOfUsers> {
    if (this.#fits(variant)) {
      const ranker = await this.rankerFor(variant, length, context);
      yield { from: 0, ranker, pools: (await this.#poolsFor(variant.candidates)).pools };
      return;
    }
    const { users } = this.qrels;
    const size = Math.max(smallestBlock, Math.floor(this.#budget.limitBytes / this.#bytesPerUser(variant)));
    for (let from = 0; from < users.length; from += size) {
      const to = Math.min(users.length, from + size);
      const part = subtask(context, from / users.length, to / users.length);
      const requested = await poolsOfUsers(this.view, users.subarray(from, to), variant.candidates, part);
      this.#caches.noteFallbacks(variant.candidates, users.length, from, requested.pools);
      const tensor = await this.#signalsOf(requested, variant, part);
      const ranker = this.#rankerOf(tensor, normalizeTensor(tensor, variant.normalization), variant, length);
      yield { from, ranker, pools: requested.pools };
    }
  }

  #poolsFor(settings: CandidateSettings, context?: TaskContext): Promise<RequestedPools> {
    const { users } = this.qrels;
    return this.#caches.pools.getOrMake(poolKey(settings), async () => {
      const requested = await this.#caches.lists.pools(settings, context);
      this.#caches.noteFallbacks(settings, users.length, 0, requested.pools);
      return requested;
    });
  }

  #tensorFor(variant: Variant, context?: TaskContext): Promise<SignalTensor> {
    return this.#caches.tensors.getOrMake(tensorKey(variant), async () =>
      this.#signalsOf(await this.#poolsFor(variant.candidates, subtask(context, 0, poolsShare)), variant, subtask(context, poolsShare, 1)),
    );
  }

  #normalizedFor(tensor: SignalTensor, variant: Variant): Promise<Float32Array> {
    const key = JSON.stringify([tensorKey(variant), variant.normalization]);
    return this.#caches.normalized.getOrMake(key, () => normalizeTensor(tensor, variant.normalization));
  }

  async #signalsOf({ pools, requests }: RequestedPools, variant: Variant, context?: TaskContext): Promise<SignalTensor> {
    const widest = pools.reduce((most, pool) => Math.max(most, pool.count), 1);
    return buildLargeSignalTensor(pools, requests, await prepareSignals(this.view, variant), widest, context);
  }

  #rankerOf(tensor: SignalTensor, normalized: Float32Array, variant: Variant, length: number): Ranker {
    return new Ranker(tensor, normalized, variant, this.view.dataset.items, this.#space, length);
  }
}
