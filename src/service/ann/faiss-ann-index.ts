import type { FaissIndex } from '#native/faiss-index';
import type { AnnIndex, AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import type { TaskContext } from '#engine/ports';
import { padded } from './faiss-padding';

/** Our FAISS index as the engine's port: rows as ids, training on the first vectors, short rows padded. */
export class FaissAnnIndex implements AnnIndex {
  readonly #index: FaissIndex;
  readonly #defaults: { readonly efSearch?: number | undefined; readonly nprobe?: number | undefined };
  readonly #note: string | undefined;
  readonly #dimensions: number;

  constructor(index: FaissIndex, defaults: { efSearch?: number | undefined; nprobe?: number | undefined }, note?: string) {
    this.#index = index;
    this.#defaults = defaults;
    this.#note = note;
    this.#dimensions = index.stats().dimension;
  }

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    if (!this.#index.stats().trained) await this.#index.train(vectors, context);
    if (ids === undefined) await this.#index.add(vectors, context);
    else await this.#index.addWithIds(vectors, ids, context);
  }

  remove(ids: Int32Array): Promise<number> {
    return this.#index.remove(ids);
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    const nprobe = options.nprobe ?? this.#defaults.nprobe;
    const efSearch = options.efSearch ?? this.#defaults.efSearch;
    const found = await this.#index.searchRows(queries, {
      neighborCount: options.neighborCount,
      ...(nprobe !== undefined && { nprobe }),
      ...(efSearch !== undefined && { efSearch }),
      ...(options.filter && { filter: options.filter }),
      ...(options.deny && { deny: options.deny }),
      ...(options.context && { context: options.context }),
    });
    return padded(found, queries.length / this.#dimensions, options.neighborCount);
  }

  stats(): AnnIndexStats {
    const { count, dimension, bytes, description, threads } = this.#index.stats();
    const noted = this.#note === undefined ? description : `${description} (${this.#note})`;
    return { count, dimensions: dimension, bytes, description: noted, threads };
  }

  serialize(): Promise<Uint8Array> {
    return this.#index.serialize();
  }

  dispose(): void {
    this.#index.dispose();
  }
}
