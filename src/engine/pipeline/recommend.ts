import type { Variant } from '#shared/schemas/variant';
import type { CandidatePool } from '../model/candidates';
import type { RankedItem } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { StageClock } from '../ports';
import { diversitySpace, type DiversitySpace } from '../rerank/diversify';
import { explainList } from '../rerank/explain';
import { normalizeTensor, Ranker } from '../rerank/ranker';
import { buildSignalTensor, prepareSignals, type PreparedSignals } from '../rerank/signal-tensor';
import { poolOf, type ListContext, type RequestedPools } from './pools';

/** A pool of 200 candidates takes about 4 kB. */
const keptPools = 5_000;

/** Signals fitted on a view, kept while the parameters stay the same, so that a single list costs one pool. */
export class Recommender {
  readonly #signals = new Map<string, PreparedSignals>();
  readonly #pools = new Map<string, Promise<RequestedPools>>();
  #space: DiversitySpace | undefined;

  constructor(
    readonly view: TrainingView,
    /** Rows that must not appear in any list: removed videos. */
    readonly hidden: ReadonlySet<number> = new Set(),
  ) {}

  /**
   * The best `limit` items with every signal's contribution. `exclude` are item rows that must not appear.
   * @throws INVALID_ARGUMENT for unknown signals, sources or categories, with the path in the variant.
   */
  async recommend(
    target: ListContext,
    variant: Variant,
    limit: number,
    exclude: Iterable<number> = [],
    clock?: StageClock,
  ): Promise<RankedItem[]> {
    const { ranker, pool } = await this.rankerFor(target, variant, limit, exclude, clock);
    return timed(clock, 'rank', () => explainList(ranker, 0, (slot) => sourcesOf(pool, slot)));
  }

  /** The ranker of one pool, for lists and for questions about them (flips, why-not). */
  async rankerFor(
    target: ListContext,
    variant: Variant,
    limit: number,
    exclude: Iterable<number> = [],
    clock?: StageClock,
  ): Promise<{ ranker: Ranker; pool: CandidatePool }> {
    const startedAtMs = clock?.now() ?? 0;
    const { pools, requests } = await this.#poolFor(target, variant, this.hidden.size > 0 ? [...exclude, ...this.hidden] : [...exclude]);
    clock?.add('retrieve', clock.now() - startedAtMs);
    const { tensor, normalized } = timed(clock, 'signals', () => {
      const made = buildSignalTensor(pools, requests, this.#signalsFor(variant.signalParams), Math.max(1, pools[0].count));
      return { tensor: made, normalized: normalizeTensor(made, variant.normalization) };
    });
    return { ranker: new Ranker(tensor, normalized, variant, this.view.dataset.items, this.space(), limit), pool: pools[0] };
  }

  /** What a target's candidates are depends on the view and the settings alone, so asking again costs nothing. */
  #poolFor(target: ListContext, variant: Variant, exclude: readonly number[]): Promise<RequestedPools> {
    const key = JSON.stringify([target, variant.candidates, exclude]);
    let pools = this.#pools.get(key);
    if (!pools) {
      pools = poolOf(this.view, target, variant.candidates, exclude);
      pools.catch(() => this.#pools.delete(key));
      const oldest = this.#pools.keys().next().value;
      if (this.#pools.size >= keptPools && oldest !== undefined) this.#pools.delete(oldest);
    } else this.#pools.delete(key); // to the end: most recently used
    this.#pools.set(key, pools);
    return pools;
  }

  space(): DiversitySpace | undefined {
    if (!this.#space && this.view.embeddings) this.#space = diversitySpace(this.view.embeddings);
    return this.#space;
  }

  #signalsFor(params: Variant['signalParams']): PreparedSignals {
    const key = JSON.stringify(params);
    let signals = this.#signals.get(key);
    if (!signals) {
      signals = prepareSignals(this.view, params);
      if (this.#signals.size >= 16) this.#signals.clear(); // a slider on a half-life passes through many settings
      this.#signals.set(key, signals);
    }
    return signals;
  }
}

function timed<Value>(clock: StageClock | undefined, stage: string, work: () => Value): Value {
  if (!clock) return work();
  const startedAtMs = clock.now();
  const value = work();
  clock.add(stage, clock.now() - startedAtMs);
  return value;
}

export function sourcesOf(pool: CandidatePool, slot: number): string[] {
  return pool.sourceIds.filter((_, bit) => ((pool.sourceMasks[slot] >>> bit) & 1) === 1);
}
