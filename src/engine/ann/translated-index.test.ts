import { describe, expect, it } from 'vitest';
import { ExactIndex } from './exact-index';
import { TranslatedIndex } from './translated-index';

/** Five points on a line, at 0, 1, 2, 3 and 4; old rows 1 and 3 are removed, old row 4 is now row 0. */
async function setUp() {
  const inner = new ExactIndex({ dimensions: 1, metric: 'l2', type: 'Flat' });
  await inner.add(Float32Array.of(0, 1, 2, 3, 4));
  return { inner, index: await TranslatedIndex.over(inner, Int32Array.of(4, 0, -1, 2), 5) };
}
const nearest = async (index: TranslatedIndex, at: number, options = {}) => [
  ...(await index.search(Float32Array.of(at), { neighborCount: 3, ...options })).ids,
];

describe('index with translated row numbers', () => {
  it('returns current rows and omits removed ones', async () => {
    const { inner, index } = await setUp();
    expect(await nearest(index, 0)).toEqual([1, 3, 0]);
    expect(inner.stats().count).toBe(3);
  });

  it('filters by current rows and ignores unknown rows', async () => {
    const { index } = await setUp();
    expect(await nearest(index, 0, { filter: { deny: Int32Array.of(1, 77) } })).toEqual([3, 0, -1]);
    expect(await nearest(index, 0, { filter: { allow: Int32Array.of(0, 2) } })).toEqual([0, -1, -1]);
    expect(await nearest(index, 0, { filter: { allow: Int32Array.of() } })).toEqual([-1, -1, -1]);
  });

  it('adds, removes and restores vectors by current row', async () => {
    const { index } = await setUp();
    await index.add(Float32Array.of(0.2), Int32Array.of(2));
    expect(await nearest(index, 0)).toEqual([1, 2, 3]);
    await expect(index.add(Float32Array.of(9), Int32Array.of(2))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await index.remove(Int32Array.of(1, 55))).toBe(1);
    expect(await nearest(index, 0)).toEqual([2, 3, 0]);
    await index.add(Float32Array.of(0.1), Int32Array.of(1));
    expect(await nearest(index, 0)).toEqual([1, 2, 3]);
    await index.add(Float32Array.of(5, 6));
    expect(await nearest(index, 6)).toEqual([5, 4, 0]);
  });
});
