import type { Variant } from '#shared/schemas/variant';
import type { CandidatePool } from '../model/candidates';
import type { RankedItem } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { StageClock } from '../ports';
import { diversitySpace, type DiversitySpace } from '../rerank/diversify';
import { explainList } from '../rerank/explain';
import { normalizeTensor, Ranker } from '../rerank/ranker';
import { prepareSignals, type PreparedSignals } from '../rerank/signal-tensor';
import { ListPools, type ListPool } from './list-pools';
import { poolOf, type ListContext } from './pools';

/** Signals fitted on a view, cached while their parameters are unchanged, so that a single list costs one pool. */
export class Recommender {
  readonly #signals = new Map<string, Promise<PreparedSignals>>();
  readonly #pools = new ListPools();
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
    return (await this.recommendWithNote(target, variant, limit, exclude, clock)).items;
  }

  /** The same, with the reason if an index engine did not answer and was not used. */
  async recommendWithNote(
    target: ListContext,
    variant: Variant,
    limit: number,
    exclude: Iterable<number> = [],
    clock?: StageClock,
  ): Promise<{ readonly items: RankedItem[]; readonly degradedBecause: string | undefined }> {
    const { ranker, pool } = await this.rankerFor(target, variant, limit, exclude, clock);
    const items = timed(clock, 'rank', () => explainList(ranker, 0, (slot) => sourcesOf(pool, slot)));
    return { items, degradedBecause: pool.degradedBecause };
  }

  /** The ranker of one pool, for lists, flips and why-not. */
  async rankerFor(
    target: ListContext,
    variant: Variant,
    limit: number,
    exclude: Iterable<number> = [],
    clock?: StageClock,
  ): Promise<{ ranker: Ranker; pool: CandidatePool }> {
    const startedAtMs = clock?.now() ?? 0;
    const request = await this.#poolFor(target, variant, this.hidden.size > 0 ? [...exclude, ...this.hidden] : [...exclude]);
    clock?.add('retrieve', clock.now() - startedAtMs);
    const retrievedAtMs = clock?.now() ?? 0;
    const tensor = await request.tensor(await this.#signalsFor(variant));
    const normalized = normalizeTensor(tensor, variant.normalization);
    clock?.add('signals', clock.now() - retrievedAtMs);
    return { ranker: new Ranker(tensor, normalized, variant, this.view.dataset.items, this.space(), limit), pool: request.pool };
  }

  /** A target's candidates and signals depend only on the view and the settings, so they are cached. */
  #poolFor(target: ListContext, variant: Variant, exclude: readonly number[]): Promise<ListPool> {
    const key = JSON.stringify([target, variant.candidates, exclude]);
    return this.#pools.get(key, () => poolOf(this.view, target, variant.candidates, exclude));
  }

  space(): DiversitySpace | undefined {
    if (!this.#space && this.view.embeddings) this.#space = diversitySpace(this.view.embeddings);
    return this.#space;
  }

  #signalsFor({ signalParams, signals: definitions }: Variant): Promise<PreparedSignals> {
    const key = JSON.stringify([signalParams, definitions]);
    let signals = this.#signals.get(key);
    if (!signals) {
      const prepared = prepareSignals(this.view, { signalParams, ...(definitions && { signals: definitions }) });
      signals = prepared;
      if (this.#signals.size >= 16) this.#signals.clear(); // a slider on a half-life passes through many settings
      this.#signals.set(key, prepared);
      prepared.catch(() => this.#signals.get(key) === prepared && this.#signals.delete(key));
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
