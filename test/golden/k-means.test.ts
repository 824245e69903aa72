import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { FaissIndex } from '#native/faiss-index';
import type { FaissMetric } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

interface KMeansCase {
  readonly factory: string;
  readonly metric: FaissMetric;
  readonly count: number;
  readonly dimension: number;
  readonly repeated: number;
  readonly centroids: readonly number[];
  readonly listSizes: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('k-means.json', import.meta.url), 'utf8')) as { cases: KMeansCase[] };

/** The same vectors as in make-k-means.py. */
function vectorsOf({ count, dimension, repeated }: KMeansCase): Float32Array {
  const values = Float32Array.from({ length: count * dimension }, (_, i) => {
    const hashed = (Math.imul(i, 2654435761) + 40503) >>> 0;
    return (Math.imul(hashed ^ (hashed >>> 15), 2246822519) >>> 0) / 2 ** 32 - 0.5;
  });
  if (repeated > 0) for (let row = 0; row < count; row += repeated) values.copyWithin(row * dimension, 0, dimension);
  return values;
}

const { addon, unavailableBecause } = loadAddon();
afterEach(() => void addon?.useKernels('auto'));

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer => Buffer.from(buffer, byteOffset, byteLength);

describe.skipIf(unavailableBecause !== undefined).each(cases)(
  `the lists of $factory ($metric, $count × $dimension), against FAISS’s own k-means${skipReason(unavailableBecause)}`,
  (expected) => {
    it.for<[string, number]>([
      ['auto', 1],
      ['auto', 3],
      ['avx2', 1],
      ['generic', 2],
    ])('have the same centroids bit for bit, and the same list sizes (%s kernels, %i threads)', async ([kernels, threads], { skip }) => {
      if (!addon?.useKernels(kernels)) skip(`this processor has no ${kernels}`);
      const vectors = vectorsOf(expected);
      const index = FaissIndex.create({ ...expected, threads });
      await index.train(vectors);
      await index.add(vectors.subarray(0, vectors.length / 2));
      await index.add(vectors.subarray(vectors.length / 2));
      const file = Buffer.from(await index.serialize());
      expect(file.includes(bytesOf(Float32Array.from(expected.centroids)))).toBe(true);
      expect(file.includes(bytesOf(BigUint64Array.from(expected.listSizes, BigInt)))).toBe(true);
      index.dispose();
    });
  },
);
