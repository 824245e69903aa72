import { isRankLabError, RankLabError } from '#shared/errors';
import type { VectorSearchOptions, VectorSearchResult } from '../model/search';
import type { TaskContext } from '../ports';
import { ExactIndex } from './exact-index';
import type { AnnIndex, AnnIndexSettings, AnnIndexStats } from './port';

/** Failures that pass when the engine is back: no answer, or one that came too late. */
export const isEngineSilence = (error: unknown): error is RankLabError & { readonly code: 'UNAVAILABLE' | 'TIMED_OUT' } =>
  isRankLabError(error) && (error.code === 'UNAVAILABLE' || error.code === 'TIMED_OUT');

/** The note of a search that was made without its engine. */
export const scannedInstead = ({ message }: RankLabError): string => `${message}. An exact scan in this process was used instead`;

type Change = (index: AnnIndex) => Promise<unknown>;

interface Reopening {
  /** The failure of the first attempt. */
  readonly because: RankLabError;
  /** A clock in milliseconds. */
  now(): number;
  /** Opens the index in the engine. */
  open(): Promise<AnnIndex>;
  /** Shortest time between two attempts, in milliseconds. */
  readonly pauseMs?: number;
}

/**
 * An index whose external engine did not answer when it was opened. Searches scan the vectors exactly and say so; each may start an attempt to open
 * the index, without waiting for it. Once one succeeds, changes made in the meantime are applied to it and all further searches go there.
 */
export class IndexWithoutEngine implements AnnIndex {
  readonly #local: ExactIndex;
  readonly #changes: Change[] = [];
  #engine: AnnIndex | undefined;
  #failure: RankLabError;
  #attempt: Promise<void> | undefined;
  #nextAttemptAt: number;
  #disposed = false;

  private constructor(
    readonly settings: AnnIndexSettings,
    private readonly reopening: Reopening,
  ) {
    this.#local = new ExactIndex({ ...settings, type: 'Flat' });
    this.#failure = reopening.because;
    this.#nextAttemptAt = reopening.now() + this.#pauseMs;
  }

  /** @param vectors n × dimensions, with the ids 0 … n − 1 */
  static async over(vectors: Float32Array, settings: AnnIndexSettings, reopening: Reopening): Promise<IndexWithoutEngine> {
    const index = new IndexWithoutEngine(settings, reopening);
    if (vectors.length > 0) await index.#local.add(vectors);
    return index;
  }

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    const first = this.#local.stats().count;
    const added = ids ?? Int32Array.from({ length: vectors.length / this.settings.dimensions }, (_, i) => first + i);
    if (this.#engine) return this.#engine.add(vectors, ids, context);
    await this.#local.add(vectors, added, context);
    await this.#record((index) => index.add(vectors, added));
  }

  async remove(ids: Int32Array): Promise<number> {
    if (this.#engine) return this.#engine.remove(ids);
    const removed = await this.#local.remove(ids);
    await this.#record((index) => index.remove(ids));
    return removed;
  }

  /** @throws the reason if the engine answers again but refuses the index. */
  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    if (this.#disposed) throw new RankLabError('INDEX_FAILED', 'The index was used after it was released');
    if (this.#engine) return this.#engine.search(queries, options);
    this.#try();
    if (!isEngineSilence(this.#failure)) throw this.#failure;
    const found = await this.#local.search(queries, options);
    return { ...found, degradedBecause: scannedInstead(this.#failure) };
  }

  stats(): AnnIndexStats {
    if (this.#engine) return this.#engine.stats();
    const note = `${this.#failure.message}. Until it answers, searches are exact scans in this process`;
    return { ...this.#local.stats(), withoutEngine: true, notes: [note] };
  }

  get concurrentSearches(): number {
    return this.#engine?.concurrentSearches ?? 1;
  }

  /** @throws UNAVAILABLE while the engine does not answer: there is nothing to store. */
  async serialize(): Promise<Uint8Array> {
    if (!this.#engine) throw this.#failure;
    return this.#engine.serialize();
  }

  dispose(): void {
    this.#disposed = true;
    this.#local.dispose();
    this.#engine?.dispose();
  }

  get #pauseMs(): number {
    return this.reopening.pauseMs ?? 1_000;
  }

  /** The engine may have been opened while the change was made locally. */
  async #record(change: Change): Promise<void> {
    if (this.#engine) await change(this.#engine);
    else this.#changes.push(change);
  }

  #try(): void {
    if (this.#attempt || this.reopening.now() < this.#nextAttemptAt) return;
    this.#attempt = this.#reopen()
      .catch((error: unknown) => {
        this.#failure = isRankLabError(error) ? error : new RankLabError('INDEX_FAILED', String(error));
      })
      .finally(() => {
        this.#attempt = undefined;
        this.#nextAttemptAt = this.reopening.now() + this.#pauseMs;
      });
  }

  async #reopen(): Promise<void> {
    const index = await this.reopening.open();
    try {
      // The list may grow while its first entries are applied.
      for (const change of this.#changes) await change(index);
    } catch (error) {
      index.dispose();
      throw error;
    }
    if (this.#disposed) index.dispose();
    else this.#engine = index;
    this.#local.dispose();
    this.#changes.length = 0;
  }
}
