import { describe, expect, it } from 'vitest';
import { FaissIndex } from '#native/faiss-index';
import { loadAddon } from '#native/load-addon';
import { encodeFlatIndex } from './faiss-flat-file';

const missing = loadAddon().unavailableBecause;

describe('flat index file written without FAISS', () => {
  it('has the layout that FAISS writes', () => {
    const bytes = encodeFlatIndex(Float32Array.of(1, 2, 3, 4), 2, 'l2');
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '49784632' + '02000000' + '0200000000000000' + '0000100000000000'.repeat(2) + '01' + '01000000' + '0400000000000000' +
        '0000803f' + '00000040' + '00004040' + '00008040', // prettier-ignore
    );
  });

  it.skipIf(missing !== undefined)(
    `can be read by FAISS, cosine as unit vectors${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const index = await FaissIndex.deserialize(encodeFlatIndex(Float32Array.of(3, 4, 0, 0, 0, 2), 2, 'cosine'), { metric: 'cosine' });
      expect([...(await index.reconstruct(BigInt64Array.of(0n, 1n, 2n)))].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([
        0.6, 0.8, 0, 0, 0, 1,
      ]);
      index.dispose();
    },
  );
});
