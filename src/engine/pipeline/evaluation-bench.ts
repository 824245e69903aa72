import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
import { evaluationContextFrom } from '../evaluate/context';
import { evaluateRun, type EvaluateOptions } from '../evaluate/evaluate-run';
import type { MetricSpec } from '../evaluate/metric-spec';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { Evaluation } from '../model/evaluation';
import type { EvaluationContext } from '../model/evaluation-context';
import type { Qrels, RankedItem, Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { diversitySpace, type DiversitySpace } from '../rerank/diversify';
import { explainList } from '../rerank/explain';
import { normalizeTensor, Ranker } from '../rerank/ranker';
import { buildSignalTensor, prepareSignals } from '../rerank/signal-tensor';
import { poolsOfUsers, type RequestedPools } from './pools';
import { sourcesOf } from './recommend';

interface CachedPools {
  readonly requested: RequestedPools;
  /** By JSON of the signal parameters. */
  readonly tensors: Map<string, CachedTensor>;
}

interface CachedTensor {
  readonly tensor: SignalTensor;
  /** By normalisation. */
  readonly normalized: Map<string, Float32Array>;
}

export interface MeasuredRun {
  readonly run: Run;
  readonly evaluation: Evaluation;
}

/** How many different settings of one kind are kept; the least recently used goes first. */
const kept = 4;
/** Lists and measurements are small beside pools and signals. */
const keptRuns = 32;

/**
 * All test users with their candidates and signals, held so that a change of weights only re-scores, re-sorts and
 * re-measures. The Lab's live numbers and a saved experiment come out of the same bench, hence are bit-equal.
 */
export class EvaluationBench {
  readonly #measured = new Map<string, MeasuredRun>();
  readonly #pools = new Map<string, CachedPools>();
  readonly context: EvaluationContext;
  readonly #space: DiversitySpace | undefined;

  constructor(
    readonly view: TrainingView,
    readonly qrels: Qrels,
  ) {
    this.context = evaluationContextFrom(view);
    this.#space = view.embeddings && diversitySpace(view.embeddings);
    if (qrels.users.length === 0) {
      throw new RankLabError('INVALID_ARGUMENT', 'The test part has no users: there is nothing to evaluate on', {
        place: 'split',
        remedy: 'Choose a larger test fraction, an earlier date or another split',
      });
    }
  }

  /** Bytes that one candidate setting takes: raw and normalised signals, items. */
  memoryBytesFor(settings: CandidateSettings, signalCount: number): number {
    return this.qrels.users.length * settings.poolSize * (8 * signalCount + 16);
  }

  /** Makes pools and signals when this candidate setting or these signal parameters are new; the slow part. */
  async prepare(variant: Variant, context?: TaskContext): Promise<SignalTensor> {
    return (await this.#tensorFor(variant, context)).tensor;
  }

  /** Lists of `length` items for every test user. */
  async run(variant: Variant, length: number, context?: TaskContext): Promise<Run> {
    return (await this.rankerFor(variant, length, context)).run();
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
      const run = await this.run(variant, length, context);
      measured = { run, evaluation: this.evaluate(run, specs, options) };
    }
    remember(this.#measured, key, measured, keptRuns);
    return measured;
  }

  evaluate(run: Run, specs: readonly MetricSpec[], options?: EvaluateOptions): Evaluation {
    return evaluateRun(run, this.qrels, specs, this.context, options);
  }

  async rankerFor(variant: Variant, length: number, context?: TaskContext): Promise<Ranker> {
    const cached = await this.#tensorFor(variant, context);
    let normalized = cached.normalized.get(variant.normalization);
    if (!normalized) {
      normalized = normalizeTensor(cached.tensor, variant.normalization);
      remember(cached.normalized, variant.normalization, normalized);
    }
    return new Ranker(cached.tensor, normalized, variant, this.view.dataset.items, this.#space, length);
  }

  /** Explained lists, one per test user, in the order of `qrels.users`; made one at a time to bound memory. */
  async *explainedLists(variant: Variant, length: number): AsyncGenerator<{ userRow: number; list: RankedItem[] }> {
    const ranker = await this.rankerFor(variant, length);
    const { pools } = (await this.#poolsFor(variant.candidates)).requested;
    for (let u = 0; u < pools.length; u++) {
      yield { userRow: this.qrels.users[u], list: explainList(ranker, u, (slot) => sourcesOf(pools[u], slot)) };
    }
  }

  /** The merged pool of one test user, for questions about where an item fell out; undefined for other users. */
  async poolOfUser(variant: Variant, userRow: number): Promise<CandidatePool | undefined> {
    const index = this.qrels.users.indexOf(userRow);
    return index < 0 ? undefined : (await this.#poolsFor(variant.candidates)).requested.pools[index];
  }

  async #poolsFor(settings: CandidateSettings, context?: TaskContext): Promise<CachedPools> {
    const key = JSON.stringify(settings);
    let cached = this.#pools.get(key);
    if (!cached) {
      cached = { requested: await poolsOfUsers(this.view, this.qrels.users, settings, context), tensors: new Map() };
      remember(this.#pools, key, cached);
    }
    return cached;
  }

  async #tensorFor(variant: Variant, context?: TaskContext): Promise<CachedTensor> {
    const pools = await this.#poolsFor(variant.candidates, context);
    const key = JSON.stringify(variant.signalParams);
    let cached = pools.tensors.get(key);
    if (!cached) {
      const { requested } = pools;
      const signals = prepareSignals(this.view, variant.signalParams);
      const widest = requested.pools.reduce((most, pool) => Math.max(most, pool.count), 1);
      const tensor = buildSignalTensor(requested.pools, requested.requests, signals, widest, context);
      cached = { tensor, normalized: new Map() };
      remember(pools.tensors, key, cached);
    }
    return cached;
  }
}

function remember<Value>(cache: Map<string, Value>, key: string, value: Value, most = kept): void {
  cache.delete(key);
  cache.set(key, value);
  const oldest = cache.keys().next().value;
  if (cache.size > most && oldest !== undefined) cache.delete(oldest);
}
