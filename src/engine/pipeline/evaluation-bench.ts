import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
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
import { signalRegistry } from '../rerank/registry';
import { SliderRuns } from '../rerank/slider-runs';
import { buildLargeSignalTensor, prepareSignals } from '../rerank/signal-tensor';
import { BudgetedCache, ByteBudget, bytesPerUser } from './bench-memory';
import { poolsOfUsers, type RequestedPools } from './pools';
import { sourcesOf } from './recommend';

export interface MeasuredRun {
  readonly run: Run;
  readonly evaluation: Evaluation;
}

interface BlockOfUsers {
  /** Index of the block's first user among `qrels.users`. */
  readonly from: number;
  readonly ranker: Ranker;
  readonly pools: readonly CandidatePool[];
}

/** Lists and measurements are small beside pools and signals. */
const keptRuns = 32;
/** Fewer users at a time would spend more on giving way than on work. */
const smallestBlock = 64;
/** Of the time that candidates and signals take together. */
const poolsShare = 0.85;

const poolBytes = ({ pools, requests }: RequestedPools): number =>
  pools.reduce((sum, { items, scores, sourceMasks }) => sum + items.byteLength + scores.byteLength + sourceMasks.byteLength, 0) +
  requests.reduce((sum, { profile }) => sum + (profile?.byteLength ?? 0), 0);
const tensorBytes = ({ items, counts, users, signals }: SignalTensor): number =>
  items.byteLength + counts.byteLength + users.byteLength + signals.byteLength;

const tensorKey = ({ candidates, signalParams }: Variant): string => JSON.stringify([candidates, signalParams]);

/**
 * All test users with their candidates and signals, held so that a change of weights only re-scores, re-sorts and
 * re-measures. The Lab's live numbers and a saved experiment come out of the same bench, hence are bit-equal. What is held
 * stays within `limitBytes`; a setting that is larger than that is gone through in blocks of users and not held.
 */
export class EvaluationBench {
  readonly #measured = new Map<string, MeasuredRun>();
  readonly #segmentations = new Map<string, Segmentation>();
  readonly #budget: ByteBudget;
  readonly #pools: BudgetedCache<RequestedPools>;
  readonly #tensors: BudgetedCache<SignalTensor>;
  readonly #normalized: BudgetedCache<Float32Array>;
  readonly #slider: SliderRuns;
  /** What was measured last that was not remembered. */
  #newest: { readonly name: string; readonly key: string } | undefined;
  readonly context: EvaluationContext;
  readonly #space: DiversitySpace | undefined;

  constructor(
    readonly view: TrainingView,
    readonly qrels: Qrels,
    limitBytes = Infinity,
  ) {
    this.#budget = new ByteBudget(limitBytes);
    this.#pools = new BudgetedCache('pools', this.#budget, poolBytes);
    this.#tensors = new BudgetedCache('signals', this.#budget, tensorBytes);
    this.#normalized = new BudgetedCache('normalised', this.#budget, (signals) => signals.byteLength);
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

  /** Bytes of candidates and signals in memory now. */
  get heldBytes(): number {
    return this.#budget.heldBytes;
  }

  /** Bytes that one candidate setting takes at most, known before any of it is taken. */
  memoryBytesFor(settings: Pick<CandidateSettings, 'poolSize'>): number {
    return this.qrels.users.length * this.#bytesPerUser(settings);
  }

  /** Lets go of candidates, signals and lists; what is asked for next is made again. */
  release(): void {
    this.#budget.clear();
    this.#measured.clear();
  }

  /** Whether a variant's candidates and signals are in memory, so that ranking is what is left to do. */
  holds(variant: Variant): boolean {
    return this.#tensors.has(tensorKey(variant));
  }

  /** Makes pools and signals when this candidate setting or these signal parameters are new; the slow part. */
  async prepare(variant: Variant, context?: TaskContext): Promise<void> {
    if (!this.#fits(variant)) return;
    const tensor = await this.#tensorFor(variant, subtask(context, 0, 0.95));
    context?.report?.(0.95, 'normalising');
    await context?.yieldToEventLoop?.();
    await this.#normalizedFor(tensor, variant);
  }

  /** Lists of `length` items for every test user. */
  async run(variant: Variant, length: number, context?: TaskContext, arrays?: ArraySource): Promise<Run> {
    if (this.#fits(variant)) {
      const { candidates, signalParams, normalization, filters } = variant;
      return this.#slider.run(
        await this.rankerFor(variant, length, context),
        JSON.stringify([candidates, signalParams, normalization, filters, length]),
        arrays,
      );
    }
    const { users } = this.qrels;
    const run = emptyRun(users, length);
    for await (const { from, ranker } of this.#blocks(variant, length, context)) {
      const part = ranker.run();
      run.counts.set(part.counts, from);
      run.items.set(part.items, from * length);
      run.scores.set(part.scores, from * length);
    }
    return run;
  }

  /**
   * A variant's lists and their measurements. Unchanged variants are remembered: while one slider moves, only the variant
   * it belongs to is ranked again.
   */
  async measure(
    variant: Variant,
    length: number,
    specs: readonly MetricSpec[],
    options: EvaluateOptions = {},
    context?: TaskContext,
  ): Promise<MeasuredRun> {
    const { name: _name, notes: _notes, ...ranking } = variant;
    const key = JSON.stringify([ranking, length, specs.map(({ spec }) => spec), options.countMissingAsZero ?? false]);
    let measured = this.#measured.get(key);
    if (!measured) {
      const run = await this.run(variant, length, context, options.arrays);
      this.#forgetPassed(variant.name, key);
      measured = { run, evaluation: this.evaluate(run, specs, options) };
    }
    this.#measured.delete(key);
    this.#measured.set(key, measured);
    const oldest = this.#measured.keys().next().value;
    if (this.#measured.size > keptRuns && oldest !== undefined) this.#measured.delete(oldest);
    return measured;
  }

  /**
   * A position that a slider has passed is not looked at again, and what dies young is cheap: lists and measurements of every
   * position kept for a while would stop the service for a collection several times a second.
   */
  #forgetPassed(name: string, key: string): void {
    const passed = this.#slider.moved ? this.#newest : undefined;
    if (passed?.name === name) this.#measured.delete(passed.key);
    this.#newest = { name, key };
  }

  evaluate(run: Run, specs: readonly MetricSpec[], options?: EvaluateOptions): Evaluation {
    return evaluateRun(run, this.qrels, specs, this.context, options);
  }

  /** A way of dividing this bench's users. @throws INVALID_ARGUMENT for an unknown one. */
  segmentation(id: string): Segmentation {
    let segmentation = this.#segmentations.get(id);
    if (!segmentation) {
      segmentation = segmentationById(id, this.qrels.users, this.view.interactions, this.view.dataset.users);
      this.#segmentations.set(id, segmentation);
    }
    return segmentation;
  }

  async rankerFor(variant: Variant, length: number, context?: TaskContext): Promise<Ranker> {
    const tensor = await this.#tensorFor(variant, context);
    return this.#rankerOf(tensor, await this.#normalizedFor(tensor, variant), variant, length);
  }

  /** Explained lists, one per test user, in the order of `qrels.users`; made one at a time to bound memory. */
  async *explainedLists(variant: Variant, length: number): AsyncGenerator<{ userRow: number; list: RankedItem[] }> {
    for await (const { from, ranker, pools } of this.#blocks(variant, length)) {
      for (let u = 0; u < pools.length; u++) {
        yield { userRow: this.qrels.users[from + u], list: explainList(ranker, u, (slot) => sourcesOf(pools[u], slot)) };
      }
    }
  }

  /** The merged pool of one test user, for questions about where an item fell out; undefined for other users. */
  async poolOfUser(variant: Variant, userRow: number): Promise<CandidatePool | undefined> {
    const index = this.qrels.users.indexOf(userRow);
    if (index < 0) return undefined;
    if (this.#fits(variant)) return (await this.#poolsFor(variant.candidates)).pools[index];
    return (await poolsOfUsers(this.view, Int32Array.of(userRow), variant.candidates)).pools[0];
  }

  #bytesPerUser(settings: Pick<CandidateSettings, 'poolSize'>): number {
    return bytesPerUser(settings, signalRegistry.ids.length, this.view.embeddings?.dimensions ?? 0);
  }

  #fits({ candidates }: Variant): boolean {
    return this.memoryBytesFor(candidates) <= this.#budget.limitBytes;
  }

  /** All users at once when they fit, or else as many at a time as do; blocks are not kept. */
  async *#blocks(variant: Variant, length: number, context?: TaskContext): AsyncGenerator<BlockOfUsers> {
    if (this.#fits(variant)) {
      const ranker = await this.rankerFor(variant, length, context);
      yield { from: 0, ranker, pools: (await this.#poolsFor(variant.candidates)).pools };
      return;
    }
    const { users } = this.qrels;
    const size = Math.max(smallestBlock, Math.floor(this.#budget.limitBytes / this.#bytesPerUser(variant.candidates)));
    for (let from = 0; from < users.length; from += size) {
      const to = Math.min(users.length, from + size);
      const part = subtask(context, from / users.length, to / users.length);
      const requested = await poolsOfUsers(this.view, users.subarray(from, to), variant.candidates, part);
      const tensor = await this.#signalsOf(requested, variant, part);
      const ranker = this.#rankerOf(tensor, normalizeTensor(tensor, variant.normalization), variant, length);
      yield { from, ranker, pools: requested.pools };
    }
  }

  #poolsFor(settings: CandidateSettings, context?: TaskContext): Promise<RequestedPools> {
    return this.#pools.getOrMake(JSON.stringify(settings), () => poolsOfUsers(this.view, this.qrels.users, settings, context));
  }

  #tensorFor(variant: Variant, context?: TaskContext): Promise<SignalTensor> {
    return this.#tensors.getOrMake(tensorKey(variant), async () =>
      this.#signalsOf(await this.#poolsFor(variant.candidates, subtask(context, 0, poolsShare)), variant, subtask(context, poolsShare, 1)),
    );
  }

  #normalizedFor(tensor: SignalTensor, variant: Variant): Promise<Float32Array> {
    const key = JSON.stringify([tensorKey(variant), variant.normalization]);
    return this.#normalized.getOrMake(key, () => normalizeTensor(tensor, variant.normalization));
  }

  #signalsOf({ pools, requests }: RequestedPools, variant: Variant, context?: TaskContext): Promise<SignalTensor> {
    const widest = pools.reduce((most, pool) => Math.max(most, pool.count), 1);
    return buildLargeSignalTensor(pools, requests, prepareSignals(this.view, variant.signalParams), widest, context);
  }

  #rankerOf(tensor: SignalTensor, normalized: Float32Array, variant: Variant, length: number): Ranker {
    return new Ranker(tensor, normalized, variant, this.view.dataset.items, this.#space, length);
  }
}
