import { RankLabError } from '#shared/errors';
import type { VectorSearchOptions, VectorSearchResult } from '../model/search';
import type { TaskContext } from '../ports';
import { ExactIndex } from './exact-index';
import { isEngineSilence, scannedInstead } from './index-without-engine';
import { mergeNearest } from './merge-nearest';
import { clampedBecause, requireOneListPerQuery, requireQueries, requireVectors } from './search-checks';
import type { AnnIndex, AnnIndexSettings, AnnIndexStats } from './port';

/**
 * Vectors that were built once in an external engine and never change. `search` answers completely: a row is short only if no further vectors are
 * eligible.
 */
export interface BuiltCollection {
  /** As in VectorSearch. */
  readonly concurrentSearches: number;
  /** Whether searches may be answered by an exact scan in this process while the engine does not answer. */
  readonly mayBeReplaced: boolean;
  /** As in VectorSearch. `patient`: whether to repeat a call that was not answered. @throws UNAVAILABLE, TIMED_OUT */
  search(queries: Float32Array, options: VectorSearchOptions, patient: boolean): Promise<VectorSearchResult>;
  readonly count: number;
  holds(id: number): boolean;
  /** Bytes in the engine, and its description for people and exports. */
  stats(): Pick<AnnIndexStats, 'bytes' | 'description' | 'notes'>;
  /** What deserialisation needs to find the collection again, and to notice that it is another one; plain JSON. */
  manifest(): Readonly<Record<string, unknown>>;
  /** Stops extending the lease of the collection; the engine may drop it when the lease ends. */
  release(): void;
}

/** The local part of an index over a built collection. */
export interface Overlay {
  /** Ids of the collection that are no longer in the index. */
  readonly removed: Int32Array;
  /** Vectors added after the build. */
  readonly addedIds: Int32Array;
  readonly addedVectors: Float32Array;
}

/**
 * An index whose first vectors are an immutable collection of an external engine. Later additions are compared exactly in this process, and removed
 * ids are excluded from searches, so that no session changes what another one searches.
 */
export class OverlaidIndex implements AnnIndex {
  #collection: BuiltCollection | undefined;
  readonly #removed = new Set<number>();
  /** Ids of `#added`. */
  readonly #addedIds = new Set<number>();
  readonly #added: ExactIndex;
  #local: Float32Array | undefined;
  #localIndex: Promise<ExactIndex> | undefined;
  #disposed = false;

  constructor(
    readonly settings: AnnIndexSettings,
    private readonly build: (vectors: Float32Array, ids: Int32Array, context?: TaskContext) => Promise<BuiltCollection>,
    private readonly emptyDescription: string,
  ) {
    this.#added = new ExactIndex({ ...settings, type: 'Flat' });
  }

  /** An index over a collection that exists. */
  static async over(collection: BuiltCollection, settings: AnnIndexSettings, overlay?: Overlay): Promise<OverlaidIndex> {
    const index = new OverlaidIndex(settings, () => Promise.reject(new RankLabError('INTERNAL', 'The collection is built')), '');
    index.#collection = collection;
    if (!overlay) return index;
    for (const id of overlay.removed) index.#removed.add(id);
    for (const id of overlay.addedIds) index.#addedIds.add(id);
    if (overlay.addedIds.length > 0) await index.#added.add(overlay.addedVectors, overlay.addedIds);
    return index;
  }

  get #count(): number {
    return (this.#collection?.count ?? 0) - this.#removed.size + this.#addedIds.size;
  }

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    this.#guard();
    const count = requireVectors(vectors, this.settings.dimensions, ids);
    const start = this.#count;
    const added = ids ?? Int32Array.from({ length: count }, (_, i) => start + i);
    const present = added.find((id) => this.#holds(id));
    if (present !== undefined) throw new RankLabError('CONFLICT', `The id ${present} is already in the index`, { value: String(present) });
    if (count === 0) return;
    if (!this.#collection) {
      this.#collection = await this.build(vectors, added, context);
      return;
    }
    await this.#added.add(vectors, added, context);
    for (const id of added) this.#addedIds.add(id);
  }

  async remove(ids: Int32Array): Promise<number> {
    this.#guard();
    const local = Int32Array.from(new Set(ids)).filter((id) => this.#addedIds.has(id));
    const built = Int32Array.from(new Set(ids)).filter((id) => !this.#addedIds.has(id) && this.#holds(id));
    if (local.length > 0) await this.#added.remove(local);
    for (const id of local) this.#addedIds.delete(id);
    for (const id of built) this.#removed.add(id);
    return local.length + built.length;
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    this.#guard();
    const { neighborCount } = options;
    const queryCount = requireQueries(queries, this.settings.dimensions, neighborCount);
    requireOneListPerQuery(options.deny, queryCount);
    const collection = this.#collection;
    if (!collection) return this.#added.search(queries, options);
    const filter = this.#collectionFilter(options.filter);
    const [built, added] = await Promise.all([
      this.#searchBuilt(collection, queries, filter ? { ...options, filter } : options),
      this.#addedIds.size > 0 ? this.#added.search(queries, options) : undefined,
    ]);
    const { clampedBecause: _partial, ...found } = added ? mergeNearest(built, added, queryCount) : built;
    return { ...found, ...clampedBecause(found.ids, neighborCount, this.#count) };
  }

  /** Searches the collection, or local vectors where that is allowed and the engine does not answer. */
  async #searchBuilt(collection: BuiltCollection, queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    const local = this.#local;
    if (!local) return collection.search(queries, options, true);
    try {
      return await collection.search(queries, options, false);
    } catch (error) {
      if (!isEngineSilence(error)) throw error;
      this.#localIndex ??= exactIndexOver(local, this.settings);
      const found = await (await this.#localIndex).search(queries, options);
      return { ...found, degradedBecause: scannedInstead(error) };
    }
  }

  answerWithoutEngine(vectors: Float32Array): void {
    if (this.#collection?.mayBeReplaced === true) this.#local = vectors;
  }

  get concurrentSearches(): number {
    return this.#collection?.concurrentSearches ?? 1;
  }

  stats(): AnnIndexStats {
    const { dimensions } = this.settings;
    const { bytes = 0, description = this.emptyDescription, notes } = this.#collection?.stats() ?? {};
    return { count: this.#count, dimensions, bytes: bytes + this.#added.stats().bytes, description, ...(notes && { notes }) };
  }

  /** A line of JSON (the manifest and the removed ids), then the local vectors as an exact index. */
  async serialize(): Promise<Uint8Array> {
    this.#guard();
    if (!this.#collection) throw new RankLabError('INDEX_FAILED', 'An index without vectors has nothing to store');
    const header = JSON.stringify({ ...this.#collection.manifest(), removed: [...this.#removed].sort((a, b) => a - b) });
    const text = new TextEncoder().encode(`${header}\n`);
    const added = await this.#added.serialize();
    const bytes = new Uint8Array(text.length + added.length);
    bytes.set(text);
    bytes.set(added, text.length);
    return bytes;
  }

  dispose(): void {
    this.#disposed = true;
    this.#collection?.release();
    this.#added.dispose();
  }

  #holds(id: number): boolean {
    return this.#addedIds.has(id) || (!this.#removed.has(id) && this.#collection?.holds(id) === true);
  }

  #collectionFilter(filter: VectorSearchOptions['filter']): VectorSearchOptions['filter'] {
    if (this.#removed.size === 0) return filter;
    if (filter && 'allow' in filter) return { allow: filter.allow.filter((id) => !this.#removed.has(id)) };
    return { deny: Int32Array.from(new Set([...(filter?.deny ?? []), ...this.#removed])) };
  }

  #guard(): void {
    if (this.#disposed) throw new RankLabError('INDEX_FAILED', 'The index was used after it was released');
  }
}

async function exactIndexOver(vectors: Float32Array, settings: AnnIndexSettings): Promise<ExactIndex> {
  const index = new ExactIndex({ ...settings, type: 'Flat' });
  await index.add(vectors);
  return index;
}
