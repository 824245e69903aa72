import { describe, expect, it } from 'vitest';
import { variantSchema } from '#shared/schemas/variant';
import { itemTable } from '#engine/dataset/assemble';
import type { SignalTensor } from '#engine/model/candidates';
import { explainList } from '#engine/rerank/explain';
import { normalizeTensor, Ranker } from '#engine/rerank/ranker';

/** A pool of one user with one signal. */
const listOf = (values: number[], length: number, settings: object = {}) => {
  const tensor = {
    users: Int32Array.of(0),
    poolSize: values.length,
    counts: Int32Array.of(values.length),
    items: Int32Array.from(values, (_, item) => item),
    signalIds: ['popularity'],
    signals: Float32Array.from(values),
  } as unknown as SignalTensor;
  const variant = variantSchema.parse({ name: 'A', weights: { popularity: 1 }, normalization: 'none', ...settings });
  const items = itemTable({ ids: values.map((_, item) => `v${item}`) });
  return explainList(new Ranker(tensor, normalizeTensor(tensor, 'none'), variant, items, undefined, length), 0, () => []);
};
const tiesOf = (...input: Parameters<typeof listOf>) => listOf(...input).map(({ tie }) => tie);

describe('equal scores in a list', () => {
  it('share their positions, also beyond the end of the list', () => {
    const [middle, end] = [
      { count: 2, first: 2, last: 3 },
      { count: 3, first: 4, last: 6 },
    ];
    expect(tiesOf([9, 5, 5, 3, 3, 3, 1], 4)).toEqual([undefined, middle, middle, end]);
    expect(tiesOf([9, 5, 5, 3, 3, 3, 1], 7)).toEqual([undefined, middle, middle, end, end, end, undefined]);
    expect(tiesOf([1, 2, 3], 3)).toEqual([undefined, undefined, undefined]);
    expect(tiesOf([], 3)).toEqual([]);
  });

  it('are the same for long lists, which are ranked by a different algorithm', () => {
    const values = Array.from({ length: 120 }, (_, i) => Math.floor(i / 50));
    expect(tiesOf(values, 60)[0]).toEqual({ count: 20, first: 1, last: 20 });
    expect(tiesOf(values, 60)[59]).toEqual({ count: 50, first: 21, last: 70 });
  });
});
