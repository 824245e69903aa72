/** Vector files as NumPy, pandas, PyArrow and others write them (`make-vectors.py`): every vector goes to its video. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Vocabulary } from '#engine/core/containers/vocabulary';
import { videosOf } from '#engine/embeddings/files/id-rows';
import { matchVectors, type MatchOptions } from '#engine/embeddings/files/match-vectors';
import { unitVectors } from '#engine/embeddings/files/unit-vectors';
import type { Dataset } from '#engine/model/dataset';
import { readVectorFile } from '#service/import/vectors/read-vectors';
import type { ItemId, ItemRow } from '#shared/ids';

const golden = JSON.parse(readFileSync('test/golden/vectors.json', 'utf8')) as { ids: string[]; matrix: number[][] };
const pathOf = (name: string): string => `test/golden/vectors/${name}`;
const catalogue = (ids: readonly string[]): Dataset =>
  ({ items: { ids: new Vocabulary<ItemId, ItemRow>('video', ids as ItemId[]) } }) as unknown as Dataset;
const sorted = catalogue([...golden.ids].sort());

async function vectorsOf(name: string, dataset: Dataset, options: Partial<MatchOptions> & { vectorColumn?: string } = {}) {
  const { vectorColumn, ...match } = options;
  const file = await readVectorFile(pathOf(name), { vectorColumn });
  const matched = matchVectors(file, videosOf(dataset), { path: name, match: 'auto', ...match });
  const { vectors, notes } = unitVectors(matched, dataset, name, true);
  return { vectors, dimensions: matched.dimensions, notes: [...matched.notes, ...notes] };
}
const unit = (row: readonly number[]): number[] => row.map((value) => value / Math.hypot(...row));
const expected = (dataset: Dataset, of = (value: number): number => value): number[] =>
  dataset.items.ids.ids.flatMap((id) => unit((golden.matrix[golden.ids.indexOf(id)] ?? []).map(of)));
function expectClose(found: Float32Array, expectedValues: readonly number[]): void {
  expect(found).toHaveLength(expectedValues.length);
  expectedValues.forEach((value, at) => expect(found[at], String(at)).toBeCloseTo(value, 6));
}

describe('files with ids', () => {
  it.each([
    'texts.npz',
    'numbers.npz',
    'beside.npy',
    'printed.csv',
    'lists.csv',
    'lists.parquet',
    'lines.jsonl',
    'index-of-ids.csv',
    'index.parquet',
    'further-columns.csv',
    'by-dimension.csv',
    'german.csv',
    'headerless.csv',
    'dictionary.json',
    'word2vec.txt',
    'glove.txt',
  ])('%s', async (name) => {
    const { vectors, dimensions } = await vectorsOf(name, sorted);
    expect(dimensions).toBe(6);
    expectClose(vectors, expected(sorted));
  });

  it('report what they ignored and how they were read', async () => {
    expect((await vectorsOf('further-columns.csv', sorted)).notes).toEqual([
      'Ids are read from “item_id”; ignored: “column 1”, “title”, “year”',
    ]);
    expect((await vectorsOf('texts.npz', sorted)).notes).toEqual(['Ignored: “model”']);
    expect((await vectorsOf('beside.npy', sorted)).notes).toEqual(['The ids of the rows are those of beside_ids.npy']);
    expect((await vectorsOf('by-dimension.csv', sorted)).notes).toEqual(['Each row is a dimension and each column a video: read so']);
  });

  it('ask for the vector column if there are several', async () => {
    await expect(vectorsOf('two.npz', sorted)).rejects.toThrow(/several arrays of vectors: “text”, “image”/);
    expectClose(
      (await vectorsOf('two.npz', sorted, { vectorColumn: 'image' })).vectors,
      expected(sorted, (value) => -value),
    );
  });
});

describe('files without ids, in the order of the videos', () => {
  const inOrder = catalogue(golden.ids);
  it.each([
    ['f2.npy', undefined],
    ['f4-big.npy', undefined],
    ['f8.npy', undefined],
    ['f8-fortran.npy', undefined],
    ['f2-big-fortran.npy', undefined],
    ['i1.npy', undefined],
    ['i8-big.npy', undefined],
    ['u2.npy', (value: number) => 4 * value + 20],
    ['bool.npy', (value: number) => Number(value > 0)],
    ['by-dimension.npy', undefined],
    ['one-deep.npy', undefined],
    ['version-2.npy', undefined],
    ['version-3.npy', undefined],
  ])('%s', async (name, of) => {
    expectClose((await vectorsOf(name, inOrder)).vectors, expected(inOrder, of));
  });

  it.each([
    ['structured.npy', /records with fields \(“id” …\)/],
    ['objects.npy', /Python objects/],
    ['texts.npy', /it holds texts|is not videos × dimensions/],
  ])('%s is rejected by name', async (name, message) => {
    await expect(vectorsOf(name, inOrder)).rejects.toThrow(message);
  });
});
