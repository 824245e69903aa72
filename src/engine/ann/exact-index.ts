import { RankLabError } from '#shared/errors';
import { throwIfCancelled } from '../core/cancellation';
import { dotBlock } from '../core/linear-algebra/dot-block';
import { TopKSelector } from '../core/containers/top-k';
import type { VectorSearchOptions, VectorSearchResult } from '../model/search';
import type { TaskContext } from '../ports';
import { encodeExactIndex } from './exact-format';
import { clampedBecause, requireOneListPerQuery, requireQueries, requireVectors } from './search-checks';
import type { AnnIndex, AnnIndexSettings, AnnIndexStats } from './port';

/** Items scored per pass: their vectors stay in the cache while a block of queries runs over them. */
const ITEM_BLOCK = 512;
const QUERY_BLOCK = 64;

/** A flat index that looks at every vector. Scores are larger-is-better: inner product, cosine, or −‖q − v‖². */
export class ExactIndex implements AnnIndex {
  #vectors: Float32Array = new Float32Array(0);
  #ids: Int32Array = new Int32Array(0);
  /** ‖v‖² of each vector. */
  #squaredNorms: Float64Array = new Float64Array(0);
  #count = 0;
  #disposed = false;

  constructor(readonly settings: AnnIndexSettings) {}

  async add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void> {
    this.#guard();
    const { dimensions } = this.settings;
    const added = requireVectors(vectors, dimensions, ids);
    throwIfCancelled(context);
    const start = this.#count;
    this.#vectors = concatenate(this.#vectors, vectors);
    this.#ids = concatenate(this.#ids, ids ?? Int32Array.from({ length: added }, (_, i) => start + i));
    const norms = new Float64Array(added);
    for (let i = 0; i < added; i++) for (let d = 0; d < dimensions; d++) norms[i] += vectors[i * dimensions + d] ** 2;
    this.#squaredNorms = concatenate(this.#squaredNorms, norms);
    this.#count += added;
  }

  async remove(ids: Int32Array): Promise<number> {
    this.#guard();
    const { dimensions } = this.settings;
    const removedIds = new Set(ids);
    const remaining = Array.from(this.#ids.keys()).filter((i) => !removedIds.has(this.#ids[i]));
    const removed = this.#count - remaining.length;
    const vectors = new Float32Array(remaining.length * dimensions);
    remaining.forEach((from, to) => vectors.set(this.#vectors.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions));
    this.#vectors = vectors;
    this.#ids = Int32Array.from(remaining, (i) => this.#ids[i]);
    this.#squaredNorms = Float64Array.from(remaining, (i) => this.#squaredNorms[i]);
    this.#count = remaining.length;
    return removed;
  }

  async search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult> {
    this.#guard();
    const { dimensions } = this.settings;
    const { neighborCount, context } = options;
    const queryCount = requireQueries(queries, dimensions, neighborCount);
    const ids = new Int32Array(queryCount * neighborCount).fill(-1);
    const scores = new Float32Array(queryCount * neighborCount).fill(-Infinity);
    requireOneListPerQuery(options.deny, queryCount);
    const eligible = this.#eligible(options.filter);
    const denied = this.#deniedPositions(options.deny);
    for (let from = 0; from < queryCount; from += QUERY_BLOCK) {
      throwIfCancelled(context);
      this.#searchBlock(queries, from, Math.min(queryCount, from + QUERY_BLOCK), neighborCount, { eligible, denied }, ids, scores);
      context?.report?.(Math.min(1, (from + QUERY_BLOCK) / queryCount));
    }
    return { ids, scores, neighborCount, ...clampedBecause(ids, neighborCount, this.#count) };
  }

  stats(): AnnIndexStats {
    const { dimensions, metric } = this.settings;
    const bytes = this.#vectors.byteLength + this.#ids.byteLength + this.#squaredNorms.byteLength;
    return { count: this.#count, dimensions, bytes, description: `Exact (built in) · Flat · ${metric}` };
  }

  async serialize(): Promise<Uint8Array> {
    this.#guard();
    return encodeExactIndex(this.settings, this.#ids, this.#vectors);
  }

  dispose(): void {
    this.#disposed = true;
    this.#vectors = new Float32Array(0);
    this.#ids = new Int32Array(0);
    this.#squaredNorms = new Float64Array(0);
    this.#count = 0;
  }

  #searchBlock(
    queries: Float32Array,
    from: number,
    to: number,
    neighborCount: number,
    { eligible, denied }: { readonly eligible: Uint8Array | undefined; readonly denied: readonly Int32Array[] | undefined },
    ids: Int32Array,
    scores: Float32Array,
  ): void {
    const { dimensions } = this.settings;
    const selectors = Array.from({ length: to - from }, () => {
      const selector = new TopKSelector(Math.min(neighborCount, this.#count));
      selector.reset(Math.min(neighborCount, this.#count));
      return selector;
    });
    const nextDenied = new Int32Array(to - from);
    const norms = Float64Array.from(selectors, (_, q) => squaredNorm(queries, (from + q) * dimensions, dimensions));
    const products = new Float64Array((to - from) * ITEM_BLOCK);
    for (let start = 0; start < this.#count; start += ITEM_BLOCK) {
      const size = Math.min(ITEM_BLOCK, this.#count - start);
      dotBlock(queries, from, to, this.#vectors, start, start + size, dimensions, products);
      selectors.forEach((selector, q) => {
        const positions = denied?.[from + q];
        for (let i = 0; i < size; i++) {
          if (positions?.[nextDenied[q]] === start + i) {
            nextDenied[q]++;
            continue;
          }
          if (eligible && !eligible[start + i]) continue;
          // Ties are decided in float32, which is what callers see.
          selector.offer(this.#ids[start + i], Math.fround(this.#score(products[q * size + i], norms[q], this.#squaredNorms[start + i])));
        }
      });
    }
    selectors.forEach((selector, q) => selector.drain(ids, scores, (from + q) * neighborCount));
  }

  #score(product: number, queryNorm: number, norm: number): number {
    switch (this.settings.metric) {
      case 'inner-product':
        return product;
      case 'cosine':
        return queryNorm > 0 && norm > 0 ? product / Math.sqrt(queryNorm * norm) : 0;
      case 'l2':
        return Math.min(0, 2 * product - queryNorm - norm);
    }
  }

  /** 1 per eligible vector; undefined if all are eligible. */
  #eligible(filter: VectorSearchOptions['filter']): Uint8Array | undefined {
    if (!filter) return undefined;
    const listed = new Set('allow' in filter ? filter.allow : filter.deny);
    const keepListed = 'allow' in filter;
    return Uint8Array.from(this.#ids, (id) => (listed.has(id) === keepListed ? 1 : 0));
  }

  /** For each query the positions of its denied ids, ascending; undefined when there are no lists. */
  #deniedPositions(deny: VectorSearchOptions['deny']): Int32Array[] | undefined {
    if (!deny) return undefined;
    const positions = new Map(Array.from(this.#ids, (id, position) => [id, position]));
    return deny.map((ids) =>
      Int32Array.from(new Set(ids), (id) => positions.get(id) ?? -1)
        .filter((position) => position >= 0)
        .sort(),
    );
  }

  #guard(): void {
    if (this.#disposed) throw new RankLabError('INDEX_FAILED', 'The index was used after it was released');
  }
}

function squaredNorm(vectors: Float32Array, start: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) sum += vectors[start + d] ** 2;
  return sum;
}

function concatenate<A extends Float32Array | Float64Array | Int32Array>(first: A, second: A): A {
  const out = new (first.constructor as new (length: number) => A)(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
