import { throwIfCancelled } from '../core/cancellation';
import { dotBlock } from '../core/linear-algebra/dot-block';
import type { ScoredItems } from '../model/candidates';
import type { VectorSearch } from '../model/search';
import type { TaskContext } from '../ports';
import { firstAllowed } from './first-allowed';
import { ItemScope } from './item-scope';
import { noItems } from './port';

const QUERY_BLOCK = 64;
const ITEM_BLOCK = 512;
const noRows = new Int32Array(0);

/** One query vector (undefined: no data) with its excluded item rows. */
interface VectorQuery {
  readonly vector: Float32Array | undefined;
  readonly exclude: Int32Array;
}

/** Finds the items whose vectors have the largest inner product with a query: through an index when there is one. */
export class VectorRetriever {
  readonly #scope: ItemScope;
  readonly #vectors: Float32Array;
  readonly #unknown: Int32Array;

  /** `vectors` is itemCount × dimensions, row-major; zero rows are items without a vector and are never returned. */
  constructor(
    vectors: Float32Array,
    readonly dimensions: number,
    knownItems: Uint8Array,
    readonly index: VectorSearch | undefined,
  ) {
    const count = Math.min(knownItems.length, vectors.length / dimensions);
    const hasVector = (row: number): boolean => {
      for (let d = row * dimensions; d < (row + 1) * dimensions; d++) if (vectors[d] !== 0) return true;
      return false;
    };
    this.#scope = new ItemScope(knownItems.length, (row) => row < count && knownItems[row] === 1 && hasVector(row));
    const { rows, positions } = this.#scope;
    this.#unknown = rows.length === positions.length ? noRows : positions.map((_, row) => row).filter((row) => positions[row] < 0);
    if (index || rows.length === count) this.#vectors = vectors;
    else {
      this.#vectors = new Float32Array(rows.length * dimensions);
      rows.forEach((row, p) => this.#vectors.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), p * dimensions));
    }
  }

  async retrieve(queries: readonly VectorQuery[], limit: number, context?: TaskContext): Promise<ScoredItems[]> {
    const results: ScoredItems[] = queries.map(() => noItems);
    if (this.#scope.size === 0) return results;
    const requested = queries.flatMap(({ vector }, q) => (vector?.some((value) => value !== 0) ? [q] : []));
    let done = 0;
    const answer = async (block: readonly number[]): Promise<void> => {
      throwIfCancelled(context);
      const packed = new Float32Array(block.length * this.dimensions);
      block.forEach((q, b) => packed.set(queries[q].vector ?? [], b * this.dimensions));
      const excludes = block.map((q) => queries[q].exclude);
      const found = this.index ? await this.#search(this.index, packed, excludes, limit, context) : this.#scan(packed, excludes, limit);
      block.forEach((q, b) => (results[q] = found[b]));
      done += block.length;
      context?.report?.(done / requested.length);
    };
    // Blocks in flight hide the time that an external engine needs to be reached.
    const atOnce = this.index?.concurrentSearches ?? 1;
    for (let from = 0; from < requested.length; from += atOnce * QUERY_BLOCK) {
      const starts = Array.from({ length: atOnce }, (_, i) => from + i * QUERY_BLOCK).filter((start) => start < requested.length);
      await allOrFirstFailure(starts.map((start) => answer(requested.slice(start, start + QUERY_BLOCK))));
    }
    return results;
  }

  #scan(queries: Float32Array, excludes: readonly Int32Array[], limit: number): ScoredItems[] {
    const { size } = this.#scope;
    const scores = new Float64Array(excludes.length * size);
    const products = new Float64Array(excludes.length * ITEM_BLOCK);
    for (let start = 0; start < size; start += ITEM_BLOCK) {
      const length = Math.min(ITEM_BLOCK, size - start);
      dotBlock(queries, 0, excludes.length, this.#vectors, start, start + length, this.dimensions, products);
      for (let q = 0; q < excludes.length; q++) scores.set(products.subarray(q * length, (q + 1) * length), q * size + start);
    }
    return excludes.map((exclude, q) => this.#scope.select(scores, q * size, exclude, limit));
  }

  async #search(
    index: VectorSearch,
    queries: Float32Array,
    excludes: readonly Int32Array[],
    limit: number,
    context?: TaskContext,
  ): Promise<ScoredItems[]> {
    const neighborCount = Math.min(this.#scope.size, limit);
    const { ids, scores, degradedBecause } = await index.search(queries, {
      neighborCount,
      ...(this.#unknown.length > 0 && { filter: { deny: this.#unknown } }),
      ...(excludes.some((exclude) => exclude.length > 0) && { deny: excludes }),
      ...(context?.signal && { context: { signal: context.signal } }),
    });
    return excludes.map((_, q) => ({
      ...firstAllowed(ids, scores, q * neighborCount, (q + 1) * neighborCount, noRows, limit),
      ...(degradedBecause !== undefined && { degradedBecause }),
    }));
  }
}

/** Waits for all, so that none is still running after a failure. */
async function allOrFirstFailure(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}
