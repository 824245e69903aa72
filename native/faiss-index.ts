import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeIds, NativeIndex, NativeStage, NativeStats } from './addon-types';
import { checkDevice, checkIds, checkPath, checkRows, checkWhole } from './check-arguments';
import { toRankLabError, typed } from './failures';
import { copyBytes, copyInSteps } from './copy-in-steps';
import { faissMetrics } from './faiss-types';
import type {
  FaissIndexOptions,
  FaissIndexStats,
  FaissLoadOptions,
  FaissMetric,
  FaissPlacement,
  FaissRangeResult,
  FaissSearchOptions,
  FaissSearchResult,
} from './faiss-types';
import { asTypeProblem, disposedError, metricNumber, requireAddon, threadsOf } from './index-settings';
import { copyInPieces, releaseBytes, readInPieces } from './large-bytes';
import { rangeInSteps } from './range-in-steps';
import { ReadWriteGate } from './read-write-gate';
import { runWatched, throwIfAborted } from './running';
import type { RunContext } from './running';
import { searchInSteps } from './search-in-steps';
import type { SearchableIndex } from './search-in-steps';

/** Sequence number of indexes, in the order of creation. */
let nextNumber = 0;

/**
 * A FAISS index. Every method that works on vectors is asynchronous and runs off the JavaScript thread: searches in parallel,
 * changes exclusively, in the order of the calls. All failures are RankLabErrors; nothing reaches FAISS after dispose.
 */
export class FaissIndex {
  readonly #addon: FaissAddon;
  readonly #native: NativeIndex;
  readonly #gate = new ReadWriteGate();
  readonly #number = nextNumber++;
  readonly #factory: string;
  readonly #threads: number;
  readonly #buildThreads: number;
  readonly #dimension: number;
  readonly #metric: FaissMetric;
  #lastStats: NativeStats;
  #disposed = false;

  private constructor(addon: FaissAddon, native: NativeIndex, factory: string, placement: FaissPlacement) {
    const stats = native.stats();
    if (!stats) throw new RankLabError('INTERNAL', 'A new index is busy');
    this.#addon = addon;
    this.#native = native;
    this.#factory = factory;
    this.#threads = threadsOf(placement);
    this.#buildThreads = placement.deterministic ? 1 : this.#threads;
    this.#lastStats = stats;
    this.#dimension = stats.dimension;
    this.#metric = faissMetrics[stats.metric];
  }

  /** @throws INVALID_ARGUMENT for settings that FAISS rejects, UNSUPPORTED without the addon or the device. */
  static create(options: FaissIndexOptions): FaissIndex {
    const addon = requireAddon();
    const dimension = checkWhole(options.dimension, 'dimension', 1, 65_536);
    if (typeof options.factory !== 'string') throw new RankLabError('INVALID_ARGUMENT', 'An index type must be a FAISS factory string');
    const efConstruction = checkWhole(options.efConstruction ?? 0, 'efConstruction', 0, 65_535);
    const seed = checkWhole(options.trainingSeed ?? -1, 'trainingSeed', -1, 2 ** 31 - 1);
    const metric = metricNumber(options.metric);
    const device = checkDevice(options.device);
    threadsOf(options);
    try {
      const native = addon.Index.create(dimension, options.factory, metric, efConstruction, seed, device);
      return new FaissIndex(addon, native, options.factory, options);
    } catch (error) {
      throw asTypeProblem(toRankLabError(error), options.factory);
    }
  }

  /**
   * Reads a file FAISS wrote. Sizes, links and (in files that RankLab wrote) the checksum are verified before the index is used.
   * `metric`: required to distinguish cosine from inner product in files that RankLab did not write.
   * @throws CORRUPT_ARTIFACT naming what is wrong, NOT_FOUND, IO_FAILED.
   */
  static load(path: string, options: FaissLoadOptions = {}): Promise<FaissIndex> {
    return typed(() => FaissIndex.#open(requireAddon(), checkPath(path), options));
  }

  /** As `load`, from the bytes of `serialize`. */
  static deserialize(bytes: Uint8Array, options: FaissLoadOptions = {}): Promise<FaissIndex> {
    return typed(async () => {
      const addon = requireAddon();
      if (!(bytes instanceof Uint8Array)) throw new RankLabError('INVALID_ARGUMENT', 'The bytes of an index must be a Uint8Array');
      const copy = await copyInPieces(addon, bytes);
      return FaissIndex.#open(addon, copy, options).finally(() => {
        releaseBytes(copy);
      });
    });
  }

  static async #open(
    addon: FaissAddon,
    source: Parameters<FaissAddon['Index']['load']>[0],
    options: FaissLoadOptions,
  ): Promise<FaissIndex> {
    const metric = options.metric === undefined ? -1 : metricNumber(options.metric);
    const dimension = checkWhole(options.dimension ?? 0, 'dimension', 0, 65_536);
    threadsOf(options);
    const native = await addon.Index.load(source, metric, dimension, checkDevice(options.device));
    return new FaissIndex(addon, native, options.factory ?? 'loaded', options);
  }

  /** Does nothing for types that need no training or are already trained. */
  train(vectors: Float32Array, context?: RunContext): Promise<void> {
    return this.#change(async () => {
      if (this.#lastStats.trained) return;
      const stage = await this.#stage(vectors, checkRows(vectors, this.#dimension, 'vectors'), context, 0.1);
      await runWatched(this.#addon, context, [0.1, 1], (token) => this.#native.train(stage, this.#buildThreads, token));
    });
  }

  /** Adds n × dimension vectors under the next free ids (0, 1, 2 … in a new index); resolves to the first id. */
  add(vectors: Float32Array, context?: RunContext): Promise<bigint> {
    return this.#change(() => this.#insert(vectors, undefined, context));
  }

  /** Adds all vectors or none. @throws CONFLICT for an id that is in the index, INVALID_ARGUMENT for a repeated id. */
  addWithIds(vectors: Float32Array, ids: NativeIds, context?: RunContext): Promise<void> {
    return this.#change(async () => {
      await this.#insert(vectors, ids, context);
    });
  }

  /** Resolves to the number of ids that were in the index. */
  remove(ids: NativeIds): Promise<number> {
    return this.#change(async () => this.#native.remove(checkIds(ids, 'ids').slice(), this.#buildThreads));
  }

  /** Replaces the vectors of existing ids; searches see all the old ones or all the new ones. @throws NOT_FOUND. */
  replace(vectors: Float32Array, ids: NativeIds, context?: RunContext): Promise<void> {
    return this.#change(async () => {
      const rows = checkRows(vectors, this.#dimension, 'vectors');
      const ownIds = checkIds(ids, 'ids', rows).slice();
      const stage = await this.#stage(vectors, rows, context, 0.3);
      await runWatched(this.#addon, context, [0.3, 1], (token) => this.#native.replace(stage, ownIds, this.#buildThreads, token));
    });
  }

  /** Moves the other index's vectors into this one and leaves it empty. @throws UNSUPPORTED for types that FAISS cannot merge. */
  merge(other: FaissIndex): Promise<void> {
    if (!(other instanceof FaissIndex))
      return Promise.reject(new RankLabError('INVALID_ARGUMENT', 'Only another FaissIndex can be merged'));
    if (other === this) return Promise.reject(new RankLabError('INVALID_ARGUMENT', 'An index cannot be merged into itself'));
    // Always lock in the same order, so that two opposite merges cannot deadlock.
    const [first, second] = this.#number < other.#number ? [this, other] : [other, this];
    return first.#change(() => second.#gate.exclusive(() => typed(async () => this.#native.merge(other.#native, this.#buildThreads))));
  }

  /** The stored vectors of these ids, n × dimension: exact for Flat, approximate for compressed types, of length 1 for cosine. */
  reconstruct(ids: NativeIds): Promise<Float32Array> {
    return this.#use(async () => {
      const bytes = await this.#native.reconstruct(checkIds(ids, 'ids'));
      return readInPieces(bytes, new Float32Array(bytes.size / Float32Array.BYTES_PER_ELEMENT));
    });
  }

  /** Every id that searches can return, in row order. */
  ids(): Promise<BigInt64Array> {
    return this.#use(async () => {
      const bytes = await this.#native.ids();
      return readInPieces(bytes, new BigInt64Array(bytes.size / BigInt64Array.BYTES_PER_ELEMENT));
    });
  }

  /** Queries are m × dimension, row-major. */
  search(queries: Float32Array, options: FaissSearchOptions): Promise<FaissSearchResult> {
    return this.#use(() => searchInSteps(this.#searched(), queries, options, (length) => new BigInt64Array(length)));
  }

  /** As search, for indexes whose ids are rows: 32-bit ids. @throws INDEX_FAILED when a found id is larger. */
  searchRows(queries: Float32Array, options: FaissSearchOptions): Promise<FaissSearchResult<Int32Array>> {
    return this.#use(() => searchInSteps(this.#searched(), queries, options, (length) => new Int32Array(length)));
  }

  /** Everything that scores at least `minimumScore`; for L2 that is the negated squared radius. Graph indexes compare every vector. */
  rangeSearch(
    queries: Float32Array,
    options: Omit<FaissSearchOptions, 'neighborCount'> & { minimumScore: number },
  ): Promise<FaissRangeResult> {
    return this.#use(() => rangeInSteps(this.#searched(), queries, options));
  }

  /** Writes a plain FAISS file, readable by its Python module. After a crash, either the old or the new file exists. */
  save(path: string): Promise<void> {
    return this.#change(async () => this.#native.save(checkPath(path)));
  }

  /** The file's content as bytes. */
  serialize(): Promise<Uint8Array> {
    return this.#change(async () => {
      const bytes = await this.#native.serialize();
      return readInPieces(bytes, new Uint8Array(bytes.size));
    });
  }

  stats(): FaissIndexStats {
    if (this.#disposed) throw disposedError();
    const { count, removed, trained, bytes, device } = this.#stats();
    const { faissVersion, kernels } = this.#addon.info();
    const parts = [`FAISS ${faissVersion}`, this.#factory, this.#metric, device === 'cpu' ? kernels : device];
    return {
      count,
      removed,
      trained,
      bytes,
      device,
      dimension: this.#dimension,
      metric: this.#metric,
      threads: this.#threads,
      description: parts.join(' · '),
    };
  }

  /** Frees the index once running calls have ended; waiting and later calls are rejected. Safe to call twice. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#gate.close(disposedError(), () => void this.#native.release());
  }

  #stats(): NativeStats {
    this.#lastStats = this.#native.stats() ?? this.#lastStats;
    return this.#lastStats;
  }

  #use<Result>(work: () => Promise<Result>): Promise<Result> {
    return typed(() => this.#gate.shared(() => typed(work)));
  }

  #change<Result>(work: () => Promise<Result>): Promise<Result> {
    return typed(() => this.#gate.exclusive(() => typed(work)));
  }

  #searched(): SearchableIndex {
    const { count } = this.#stats();
    return { addon: this.#addon, native: this.#native, dimension: this.#dimension, count, threads: this.#threads };
  }

  async #insert(vectors: Float32Array, ids: NativeIds | undefined, context: RunContext | undefined): Promise<bigint> {
    const rows = checkRows(vectors, this.#dimension, 'vectors');
    if (ids !== undefined) checkIds(ids, 'ids', rows);
    throwIfAborted(context);
    const first = this.#native.addSync(vectors, ids);
    if (first !== undefined) {
      context?.report?.(1);
      return first;
    }
    const ownIds = ids?.slice();
    if (await this.#native.beginFill(rows)) return this.#fill(vectors, rows, ownIds, context);
    const stage = await this.#stage(vectors, rows, context, 0.3);
    return runWatched(this.#addon, context, [0.3, 1], (token) => this.#native.add(stage, ownIds, this.#buildThreads, token));
  }

  async #fill(vectors: Float32Array, rows: number, ids: NativeIds | undefined, context: RunContext | undefined): Promise<bigint> {
    try {
      await copyInSteps(
        vectors,
        rows,
        this.#dimension,
        (part, row) => {
          this.#native.fill(part, row, this.#threads);
        },
        context,
        1,
      );
    } catch (error) {
      await this.#native.abandonFill();
      throw error;
    }
    return this.#native.endFill(ids);
  }

  /** A checked copy of the vectors outside JavaScript's memory. */
  async #stage(vectors: Float32Array, rows: number, context: RunContext | undefined, share: number): Promise<NativeStage> {
    const stage = new this.#addon.Stage(this.#dimension, rows, this.#metric === 'cosine');
    if (vectors.byteLength > copyBytes) await stage.allocate();
    await copyInSteps(
      vectors,
      rows,
      this.#dimension,
      (part) => {
        stage.append(part);
      },
      context,
      share,
    );
    return stage;
  }
}
