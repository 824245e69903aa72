import { describe, expect, it } from 'vitest';
import { SubwordIndex } from './subwords';

describe('SubwordIndex', () => {
  const index = new SubwordIndex(['cooking', 'rocket', 'cook', 'bookcase']);

  it('finds words with shared character trigrams, by Dice’s coefficient', () => {
    // <rockets>: <ro roc ock cke ket ets ts> against <ro roc ock cke ket et>: five shared of 7 + 6.
    expect(index.similar('rockets')).toEqual([{ word: 1, similarity: expect.closeTo(10 / 13, 12) as number }]);
    expect(index.similar('cooking')[0]).toEqual({ word: 0, similarity: 1 });
    expect(index.similar('cook').map(({ word }) => word)).toEqual([2, 0]);
  });

  it('finds nothing below the threshold', () => {
    expect(index.similar('zebra')).toEqual([]);
    expect(index.similar('cook', 5, 0.9).map(({ word }) => word)).toEqual([2]);
  });
});
