import { RankLabError } from '#shared/errors';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { AnnIndex, AnnIndexSettings, AnnIndexStats } from '#engine/ann/port';
import type { VectorSearchOptions, VectorSearchResult } from '#engine/model/search';
import type { TaskContext } from '#engine/ports';
import { clampedBecause, requireOneListPerQuery } from '#engine/ann/search-checks';
import { encodeFaissNode } from './faiss-node-format';
import type { FaissNodeIndex } from './faiss-node-module';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rowsPerTurn = 256;

/**
 * faiss-node behind the port. It checks no arguments, so they are checked here; it has no ids, filters or removal, so rows map to ids here, and
 * searches request extra rows for those that may not be returned.
 */
export class FaissNodeAnnIndex implements AnnIndex {
  #index: FaissNodeIndex | undefined;
  /** The id of each row, −1 once removed. */
  #ids: number[];
  readonly #rows: Map<number, number>;

  constructor(
    index: FaissNodeIndex,
    private readonly settings: AnnIndexSettings,
    ids: readonly number[] = [],
  ) {
    this.#index = index;
    this.#ids = [...ids];
    this.#rows = new Map(ids.map((id, row) => [id, row]));
    this.#rows.delete(-1);
  }

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    const { dimensions } = this.settings;
    const count = this.#rowCount(vectors, 'vectors');
    const first = this.#ids.reduce((largest, id) => Math.max(largest, id), -1) + 1;
    const newIds = ids ?? Int32Array.from({ length: count }, (_, i) => first + i);
    if (newIds.length !== count) throw refused(`${newIds.length} ids for ${count} vectors`);
    if (new Set(newIds).size !== count || newIds.some((id) => id < 0)) throw refused('Ids must be non-negative and unique');
    const known = newIds.find((id) => this.#rows.has(id));
    if (known !== undefined) throw new RankLabError('CONFLICT', `The id ${known} is already in the index`, { value: String(known) });
    const prepared = Float32Array.from(vectors);
    for (let row = 0; row < count; row++) this.#prepare(prepared.subarray(row * dimensions, (row + 1) * dimensions), row, 'vectors');
    for (let row = 0; row < count; row += rowsPerTurn) {
      const end = Math.min(count, row + rowsPerTurn);
      this.#open().add(Array.from(prepared.subarray(row * dimensions, end * dimensions)));
      for (let i = row; i < end; i++) {
        this.#rows.set(newIds[i] ?? -1, this.#ids.length);
        this.#ids.push(newIds[i] ?? -1);
      }
      context?.report?.(end / count);
      await nextTurn();
      if (context?.signal?.aborted) {
        await this.remove(newIds.subarray(0, end));
        throwIfCancelled(context);
      }
    }
  }

  async remove(ids: Int32Array): Promise<number> {
    this.#open();
    let removed = 0;
    for (const id of ids) {
      const row = this.#rows.get(id);
      if (row === undefined) continue;
      this.#ids[row] = -1;
      this.#rows.delete(id);
      removed++;
    }
    return removed;
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    const { dimensions } = this.settings;
    const { neighborCount, filter, deny, context } = options;
    const count = this.#rowCount(queries, 'queries');
    requireOneListPerQuery(deny, count);
    if (!Number.isInteger(neighborCount) || neighborCount < 1 || neighborCount * count > 1 << 27)
      throw refused('The number of neighbours must be a whole number of at least 1', 'neighborCount');
    const listed = filter && new Set('allow' in filter ? filter.allow : filter.deny);
    const eligible = (id: number): boolean => id >= 0 && (!filter || !listed || listed.has(id) === 'allow' in filter);
    const excluded = this.#ids.reduce((sum, id) => sum + (eligible(id) ? 0 : 1), 0);
    let incomplete = 0;
    const result = { ids: new Int32Array(count * neighborCount).fill(-1), scores: new Float32Array(count * neighborCount).fill(-Infinity) };
    const prepared = Float32Array.from(queries);
    for (let row = 0; row < count; row++) {
      throwIfCancelled(context);
      const query = prepared.subarray(row * dimensions, (row + 1) * dimensions);
      this.#prepare(query, row, 'queries');
      const denied = new Set(deny?.[row]?.filter((id) => this.#rows.has(id) && eligible(id)));
      const left = excluded + denied.size;
      const limit = Math.min(neighborCount, this.#ids.length - left);
      const mayReturn = (id: number): boolean => eligible(id) && !denied.has(id);
      if (limit > 0 && !this.#searchOne(query, limit, left, mayReturn, row * neighborCount, result)) incomplete++;
      context?.report?.((row + 1) / count);
      await nextTurn();
    }
    if (incomplete === 0) return { ...result, neighborCount, ...clampedBecause(result.ids, neighborCount, this.#rows.size) };
    const short = `${neighborCount} neighbours were requested; the graph search found fewer for ${incomplete} of ${count} queries although more exist`;
    return { ...result, neighborCount, clampedBecause: short };
  }

  stats(): AnnIndexStats {
    const { dimensions, type, metric } = this.settings;
    const bytes = this.#ids.length * (dimensions * 4 + 8);
    return { count: this.#rows.size, dimensions, bytes, description: `FAISS (faiss-node) · ${type} · ${metric}` };
  }

  async serialize(): Promise<Uint8Array> {
    return encodeFaissNode(this.#open(), this.#ids);
  }

  dispose(): void {
    this.#index = undefined;
    this.#ids = [];
    this.#rows.clear();
  }

  /** Writes the best `wanted` rows from `at` on; `left`: rows that may not be returned. False when fewer were found. */
  #searchOne(
    query: Float32Array,
    limit: number,
    left: number,
    eligible: (id: number) => boolean,
    at: number,
    result: { ids: Int32Array; scores: Float32Array },
  ): boolean {
    const sign = this.settings.metric === 'l2' ? -1 : 1;
    const rank = (rows: number): { id: number; score: number }[] => {
      const { labels, distances } = this.#open().search(Array.from(query), rows);
      return labels
        .map((label, i) => ({ id: label < 0 ? -1 : (this.#ids[label] ?? -1), score: sign * Math.fround(distances[i] ?? 0) + 0 }))
        .filter(({ id }) => eligible(id))
        .sort((a, b) => b.score - a.score || a.id - b.id);
    };
    let rows = Math.min(this.#ids.length, limit + left);
    let ranked = rank(rows);
    // FAISS cuts ties arbitrarily: smaller ids may follow until the last returned score is below the last one kept. A graph search may return fewer
    // rows than requested.
    while (rows < this.#ids.length && (ranked.length < limit || ranked.at(-1)?.score === ranked[limit - 1]?.score)) {
      rows = Math.min(this.#ids.length, 2 * rows);
      ranked = rank(rows);
    }
    const found = ranked.slice(0, limit);
    found.forEach(({ id, score }, i) => {
      result.ids[at + i] = id;
      result.scores[at + i] = score;
    });
    return found.length === limit;
  }

  #open(): FaissNodeIndex {
    if (!this.#index) throw new RankLabError('CONFLICT', 'This index has been disposed of');
    return this.#index;
  }

  #rowCount(vectors: Float32Array, place: string): number {
    this.#open();
    const count = vectors.length / this.settings.dimensions;
    if (!Number.isInteger(count))
      throw refused(`${place} has ${vectors.length} numbers, not whole rows of ${this.settings.dimensions}`, place);
    return count;
  }

  /** Refuses a row that is not finite; normalises it to length 1 for cosine. */
  #prepare(row: Float32Array, number: number, place: string): void {
    let square = 0;
    for (const value of row) square += value * value;
    if (!Number.isFinite(Math.fround(square * 4)))
      throw refused(`Row ${number} of the ${place} holds numbers that are not finite or too large`, place);
    if (this.settings.metric !== 'cosine' || square === 0) return;
    const length = Math.sqrt(square);
    for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) / length;
  }
}

const refused = (message: string, place?: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, place === undefined ? {} : { place });
