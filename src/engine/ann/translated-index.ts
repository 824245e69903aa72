import { RankLabError } from '#shared/errors';
import type { VectorSearchOptions, VectorSearchResult } from '../model/search';
import type { TaskContext } from '../ports';
import type { AnnIndex, AnnIndexStats } from './port';

/**
 * An index over rows of an older catalogue that is used with current rows: an expensive index stays usable after videos were removed or reordered.
 * Ids added later get new inner ids.
 */
export class TranslatedIndex implements AnnIndex {
  /** The current row of each inner id; −1: removed. */
  readonly #outside: number[];
  readonly #inside = new Map<number, number>();

  /** `from`: for each current row its row when the index was built, −1 for none. The index has ids below `builtCount`. */
  private constructor(
    private readonly index: AnnIndex,
    from: Int32Array,
    builtCount: number,
  ) {
    this.#outside = new Array<number>(builtCount).fill(-1);
    from.forEach((old, row) => {
      if (old < 0) return;
      this.#outside[old] = row;
      this.#inside.set(row, old);
    });
  }

  /** Removes missing items from the index and maps the rest to current rows. */
  static async over(index: AnnIndex, from: Int32Array, builtCount: number): Promise<TranslatedIndex> {
    const translated = new TranslatedIndex(index, from, builtCount);
    const removedRows = translated.#outside.flatMap((row, id) => (row < 0 ? [id] : []));
    if (removedRows.length > 0) await index.remove(Int32Array.from(removedRows));
    return translated;
  }

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    const first = this.#outside.length;
    const count = ids?.length ?? vectors.length / this.index.stats().dimensions;
    const next = this.#outside.reduce((largest, row) => Math.max(largest, row), -1) + 1;
    const rows = ids ?? Int32Array.from({ length: count }, (_, i) => next + i);
    const present = rows.find((row) => this.#inside.has(row));
    if (present !== undefined) throw new RankLabError('CONFLICT', `The id ${present} is already in the index`, { value: String(present) });
    await this.index.add(
      vectors,
      Int32Array.from(rows, (_, i) => first + i),
      context,
    );
    rows.forEach((row, i) => {
      this.#outside.push(row);
      this.#inside.set(row, first + i);
    });
  }

  async remove(ids: Int32Array): Promise<number> {
    const removed = await this.index.remove(this.#translated(ids));
    for (const row of ids) {
      const id = this.#inside.get(row);
      if (id === undefined) continue;
      this.#outside[id] = -1;
      this.#inside.delete(row);
    }
    return removed;
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    const { filter } = options;
    const translated = filter && ('allow' in filter ? { allow: this.#translated(filter.allow) } : { deny: this.#translated(filter.deny) });
    const deny = options.deny?.map((ids) => this.#translated(ids));
    const found = await this.index.search(queries, { ...options, ...(translated && { filter: translated }), ...(deny && { deny }) });
    return { ...found, ids: found.ids.map((id) => (id < 0 ? -1 : (this.#outside[id] ?? -1))) };
  }

  stats(): AnnIndexStats {
    return this.index.stats();
  }

  get concurrentSearches(): number {
    return this.index.concurrentSearches ?? 1;
  }

  /** Of the inner index, with inner ids. */
  serialize(): Promise<Uint8Array> {
    return this.index.serialize();
  }

  dispose(): void {
    this.index.dispose();
  }

  #translated(rows: Int32Array): Int32Array {
    return Int32Array.from([...rows].flatMap((row) => this.#inside.get(row) ?? []));
  }
}
