import { describe, expect, it } from 'vitest';
import type { ItemId, ItemRow } from '#shared/ids';
import { Vocabulary } from '../../core/containers/vocabulary';
import type { Dataset } from '../../model/dataset';
import type { VectorKey } from '../port';
import { directionNotes } from '../direction-notes';
import { videosOf } from './id-rows';
import { matchVectors, type MatchOptions } from './match-vectors';
import { unitVectors } from './unit-vectors';

const catalogue = (...ids: string[]): Dataset =>
  ({ items: { ids: new Vocabulary<ItemId, ItemRow>('video', ids as ItemId[]) } }) as unknown as Dataset;
const key = (name: string, says: VectorKey['says'], ...cells: string[]): VectorKey => ({ name, says, cells });
const matched = (keys: VectorKey[], dataset: Dataset, options: Partial<MatchOptions> = {}, dimensions = 1) =>
  matchVectors({ keys, dimensions, vectors: Float32Array.of(1, 2, 3), notes: [] }, videosOf(dataset), {
    path: 'v.csv',
    match: 'auto',
    ...options,
  });
const videos = catalogue('2', '0', '1');

describe('id column of a vector file', () => {
  it('is the column named like an id, not the row numbers that a program wrote', () => {
    const file = matched([key('Unnamed: 0', 'row', '0', '1', '2'), key('item_id', 'video', '2', '1', '0')], videos);
    expect(file.ids).toEqual(['2', '1', '0']);
    expect(file.notes).toEqual(['Ids are read from “item_id”; ignored: “Unnamed: 0”']);
  });

  it('is an unnamed column if its cells are ids, never a column of row numbers', () => {
    expect(matched([key('', 'row', '2', '1', '0')], videos).ids).toEqual(['2', '1', '0']);
    expect(matched([key('', 'row', '0', '1', '2')], catalogue('a', 'b', 'c')).ids).toBeUndefined();
    expect(matched([key('', 'row', '0', '1', '2')], catalogue('0', '1', '2')).ids).toBeUndefined();
  });

  it('must be named by the user if row numbers are also ids in another order', () => {
    const numbered = [key('', 'row', '0', '1', '2')];
    expect(() => matched(numbered, videos)).toThrow(/numbers its rows in “”, and these numbers are also ids/);
    expect(matched(numbered, videos, { match: 'order' }).ids).toBeUndefined();
    expect(matched(numbered, videos, { idColumn: '' }).ids).toEqual(['0', '1', '2']);
  });

  it('must be named by the user if column name and cells contradict each other', () => {
    const keys = [key('item_id', 'video', '7', '8', '0'), key('sku', 'other', '2', '1', '0')];
    expect(() => matched(keys, videos)).toThrow(/“item_id” has 1 of 3 cells that are videos, “sku” has 3 of 3/);
    expect(matched(keys, videos, { idColumn: 'sku' }).ids).toEqual(['2', '1', '0']);
    expect(() => matched(keys, videos, { idColumn: 'isbn' })).toThrow(/no column “isbn”/);
  });

  it('may contain many videos that are not in the dataset', () => {
    const keys = [key('movie', 'video', '2', 'x', 'y'), key('other', 'other', 'a', 'b', 'c')];
    expect(matched(keys, catalogue('2')).ids).toEqual(['2', 'x', 'y']);
  });
});

describe('vectors of videos', () => {
  const file = (ids: string[] | undefined, ...values: number[]) => ({ ids, dimensions: 1, vectors: Float32Array.from(values), notes: [] });
  const of = (ids: string[] | undefined, values: number[], requireAll = true) =>
    unitVectors(file(ids, ...values), videos, 'v.csv', requireAll);

  it('omit unknown videos and invalid vectors, and count them', () => {
    const { vectors, notes } = of(['0', 'x', '1', '2'], [-2, 1, NaN, 3], false);
    expect([...vectors]).toEqual([1, -1, 0]);
    expect(notes).toEqual([
      '1 of 4 vectors are of unknown videos and are left out',
      '1 vectors have values that are not numbers and are left out',
    ]);
  });

  it.each([
    [['0', '1', '2'], [1, NaN, Infinity], /2 of 3 vectors have a value that is not a finite number, first vector 2 \(“1”\)/],
    [['0', '0', '1'], [1, 2, 3], /has “0” twice, as vectors 1 and 2/],
    [['0', '', ''], [1, 2, 3], /has vectors without an id, first vector 2/],
    [['0.0', '1.0', '2.0'], [1, 2, 3], /none of which is a video \(3 would be without blanks and “.0” at the end\)/],
    [['0', '1'], [1, 2], /lacks 1 of 3 videos, first “2”/],
    [undefined, [1, 2], /2 vectors without ids for 3 videos/],
  ])('rejects %j with %j', (ids, values, message) => {
    expect(() => of(ids, values)).toThrow(message);
  });

  it('warn if vectors are zero or all point the same way', () => {
    expect(directionNotes(Float32Array.of(1, 0, 0, 0, 0, 1), 2)).toEqual([
      '1 of 3 videos have no direction: search by content does not find them',
    ]);
    expect(directionNotes(Float32Array.of(0.6, 0.8, 0.6, 0.8), 2)).toEqual([
      'The vectors of all videos are alike: search by content cannot tell them apart',
    ]);
    expect(directionNotes(Float32Array.of(1, 0, 0, 1), 2)).toEqual([]);
  });
});
