import type { AnnIndex } from '#engine/ann/port';
import type { VectorSearch, VectorSearchOptions, VectorSearchResult } from '#engine/model/search';

/** A superseded index is freed when nothing has searched it for this long: a job searches in batches, with pauses between them. */
const graceMs = 60_000;

/**
 * An index of vectors from a file, which is freed once it is superseded and its running searches are done. A job that still searches it later gets it
 * built again.
 */
export class LeasedIndex implements VectorSearch {
  #index: Promise<AnnIndex> | undefined;
  #searching = 0;
  #isSuperseded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly build: () => Promise<AnnIndex>,
    private readonly idleMs = graceMs,
  ) {}

  get isInMemory(): boolean {
    return this.#index !== undefined;
  }

  /** Resolves when it is built. */
  async ready(): Promise<this> {
    await this.#built();
    return this;
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    this.#searching++;
    clearTimeout(this.#timer);
    try {
      return await (await this.#built()).search(queries, options);
    } finally {
      this.#searching--;
      this.#freeWhenIdle();
    }
  }

  /** Later data or another file has taken its place. */
  supersede(): void {
    this.#isSuperseded = true;
    this.#freeWhenIdle();
  }

  /** Frees it at once: the workspace closes. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const index = this.#index;
    this.#index = undefined;
    (await index?.catch(() => undefined))?.dispose();
  }

  #built(): Promise<AnnIndex> {
    if (this.#index) return this.#index;
    const building = this.build();
    this.#index = building;
    building.catch(() => {
      if (this.#index === building) this.#index = undefined;
    });
    return building;
  }

  #freeWhenIdle(): void {
    if (!this.#isSuperseded || this.#searching > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.close(), this.idleMs);
    this.#timer.unref();
  }
}
