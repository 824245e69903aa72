import { describe, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import { createRng } from '#engine/core/rng';
import type { VectorSearchOptions } from '#engine/model/search';
import { VectorRetriever } from '#engine/candidates/vector-retriever';

const dimensions = 4;
const itemCount = 60;
const rng = createRng('vector retriever');
const vectors = Float32Array.from({ length: itemCount * dimensions }, () => rng.normal());
// Item 7 has no vector, item 9 is not known.
vectors.fill(0, 7 * dimensions, 8 * dimensions);
const knownItems = new Uint8Array(itemCount).fill(1);
knownItems[9] = 0;

class RecordingIndex extends ExactIndex {
  readonly calls: VectorSearchOptions[] = [];
  override search(queries: Float32Array, options: VectorSearchOptions) {
    this.calls.push(options);
    return super.search(queries, options);
  }
}

const historyOf = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => itemCount - length + i);
const queries = [0, 30, 5].map((length, q) => ({
  vector: vectors.slice((20 + q) * dimensions, (21 + q) * dimensions),
  exclude: historyOf(length),
}));

describe('retrieval through an index', () => {
  it('requests no more than the limit, whatever was watched, and finds the same as a full scan', async () => {
    const index = new RecordingIndex({ dimensions, metric: 'inner-product', type: 'Flat' });
    await index.add(vectors);
    const throughIndex = await new VectorRetriever(vectors, dimensions, knownItems, index).retrieve(queries, 20);
    const scanned = await new VectorRetriever(vectors, dimensions, knownItems, undefined).retrieve(queries, 20);
    expect(throughIndex.map(({ items }) => items)).toEqual(scanned.map(({ items }) => items));
    expect(throughIndex.map(({ items }) => items.length)).toEqual([20, 20, 20]);
    expect(index.calls.map(({ neighborCount }) => neighborCount)).toEqual([20]);
    expect(index.calls[0]?.deny).toEqual(queries.map(({ exclude }) => exclude));
    expect(index.calls[0]?.filter).toEqual({ deny: Int32Array.of(7, 9) });
  });

  it('returns the remaining videos when nearly all were watched', async () => {
    const index = new ExactIndex({ dimensions, metric: 'inner-product', type: 'Flat' });
    await index.add(vectors);
    const retriever = new VectorRetriever(vectors, dimensions, knownItems, index);
    const [found] = await retriever.retrieve([{ ...queries[0], exclude: historyOf(57) }], 20);
    expect([...(found?.items ?? [])].sort()).toEqual([0, 1, 2]);
  });
});
