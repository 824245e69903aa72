/** Random vectors written in random dialects are read back equal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { readVectorFile } from '#service/import/vectors/read-vectors';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-vector-dialects-'));
afterAll(() => rmSync(folder, { recursive: true }));

const id = fc.stringMatching(/^[a-z][a-z0-9:.-]{0,9}$/);
const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }));
const table = fc
  .record({ dimensions: fc.integer({ min: 2, max: 5 }), ids: fc.uniqueArray(id, { minLength: 2, maxLength: 8 }) })
  .chain(({ dimensions, ids }) =>
    fc.record({
      ids: fc.constant(ids),
      rows: fc.array(fc.array(value, { minLength: dimensions, maxLength: dimensions }), { minLength: ids.length, maxLength: ids.length }),
    }),
  );
interface Table {
  readonly ids: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

type Writer = (table: Table, lineEnd: string) => string;
const lines = (all: readonly string[], lineEnd: string): string => all.map((line) => line + lineEnd).join('');
const wide =
  (delimiter: string, comma = false): Writer =>
  ({ ids, rows }, lineEnd) => {
    const cell = (number: number): string => (comma ? String(number).replace('.', ',') : String(number));
    const header = ['item_id', ...(rows[0] ?? []).map((_, d) => `dim_${d}`)].join(delimiter);
    return lines([header, ...rows.map((row, at) => [ids[at], ...row.map(cell)].join(delimiter))], lineEnd);
  };
const listed =
  (print: (row: readonly number[]) => string): Writer =>
  ({ ids, rows }, lineEnd) =>
    lines(['video_id,embedding', ...rows.map((row, at) => `${ids[at]},"${print(row)}"`)], lineEnd);

const writers: Readonly<Record<string, Writer>> = {
  comma: wide(','),
  tab: wide('\t'),
  'semicolon and decimal comma': wide(';', true),
  'JSON lists': listed((row) => JSON.stringify(row)),
  'NumPy’s lists': listed((row) => `[${row.join('  ')}]`),
  'NumPy’s arrays': listed((row) => `array([${row.join(', ')}], dtype=float32)`),
  'Python’s tuples': listed((row) => `(${row.join(', ')})`),
  'bare numbers': listed((row) => row.join(' ')),
  'JSON Lines': ({ ids, rows }, lineEnd) =>
    lines(
      rows.map((row, at) => JSON.stringify({ video: { id: ids[at] }, vector: row })),
      lineEnd,
    ),
  word2vec: ({ ids, rows }, lineEnd) =>
    lines([`${ids.length} ${rows[0]?.length}`, ...rows.map((row, at) => `${ids[at]} ${row.join(' ')}`)], lineEnd),
};

it.each(Object.keys(writers))('vectors written with %s are read back', async (name) => {
  const path = join(folder, 'vectors.txt');
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (written, lineEnd) => {
      writeFileSync(path, writers[name](written, lineEnd));
      const { keys, dimensions, vectors } = await readVectorFile(path);
      expect(dimensions).toBe(written.rows[0].length);
      expect(keys[0]?.cells).toEqual(written.ids);
      expect(keys[0]?.says).toBe('video');
      expect([...vectors]).toEqual(written.rows.flat().map((number) => Math.fround(number === 0 ? 0 : number)));
    }),
    { numRuns: 60 },
  );
});
