import { describe, expect, it } from 'vitest';
import type { ItemId, ItemRow } from '#shared/ids';
import { Vocabulary } from '../../core/containers/vocabulary';
import type { TrainingView } from '../../model/training-view';
import { textQuery } from './text-query';

const titles = ['red apple', 'red pear', 'blue apple', 'blue car', 'green car car', '', 'apple'];
const none = new Int32Array(0);
/** The part of a view that the source reads: texts and the items known at training time (all but the last). */
const view = {
  knownItems: Uint8Array.of(1, 1, 1, 1, 1, 1, 0),
  dataset: {
    items: {
      ids: new Vocabulary<ItemId, ItemRow>('video'),
      titles,
      descriptions: titles.map(() => ''),
      tags: titles.map((_, row) => (row === 5 ? ['Apple', 'tree'] : [])),
      categories: { labels: ['fruit'], offsets: Int32Array.of(0, 1, 1, 1, 1, 1, 1, 1), codes: Int32Array.of(0) },
    },
  },
} as unknown as TrainingView;

describe('text search', () => {
  it('scores by BM25 over the known items only', async () => {
    const ready = await textQuery.prepare(view, { k1: 1.2, b: 0.75 });
    const [{ items, scores }] = await ready.retrieve([{ queryText: 'Apple red red', exclude: none }], 10);
    // Six known texts of 3, 2, 2, 2, 3 and 2 words. "apple" is in three of them, "red" in two.
    const weight = (count: number, length: number): number => (count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / (14 / 6)));
    const apple = Math.log(1 + 3.5 / 3.5);
    const red = Math.log(1 + 4.5 / 2.5);
    expect([...items]).toEqual([0, 1, 2, 5]);
    expect([...scores]).toEqual(
      [(apple + red) * weight(1, 3), red * weight(1, 2), apple * weight(1, 2), apple * weight(1, 2)].map(
        (score) => expect.closeTo(score, 12) as number,
      ),
    );
    const [repeated] = await ready.retrieve([{ queryText: 'car', exclude: none }], 10);
    expect([...repeated.items]).toEqual([4, 3]);
    expect(repeated.scores[0]).toBeCloseTo(red * weight(2, 3), 12);
  });

  it('returns results only for queries, and none for unknown words', async () => {
    const ready = await textQuery.prepare(view, { k1: 1.2, b: 0.75 });
    const lists = await ready.retrieve(
      [
        { userRow: 1, exclude: none },
        { queryText: 'zebra', exclude: none },
        { queryText: '', exclude: none },
      ],
      10,
    );
    expect(lists.map(({ items }) => items.length)).toEqual([0, 0, 0]);
  });
});
