import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRankLabError } from '#shared/errors';
import { parseNpy } from './npy';
import { readVectorFile } from './read-vectors';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranklab-vectors-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** As numpy.save writes it, format 1.0. */
function npy(header: string, values: Uint8Array): Buffer {
  const text = header.padEnd(118 - 1) + '\n';
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(text.length, 8);
  return Buffer.concat([start, Buffer.from(text), values]);
}

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const matrixHeader = (type: string, shape = '(2, 3)', order = 'False'): string =>
  `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
const values = [1, 2.5, -3, 4, 5, 6];

describe('readVectorFile', () => {
  it('reads .npy of float32 and float64', async () => {
    const single = await readVectorFile(await written('a.npy', npy(matrixHeader('<f4'), new Uint8Array(Float32Array.from(values).buffer))));
    expect(single).toEqual({ keys: [], notes: [], dimensions: 3, vectors: Float32Array.from(values) });
    const double = await readVectorFile(await written('b.npy', npy(matrixHeader('<f8'), new Uint8Array(Float64Array.from(values).buffer))));
    expect(double.vectors).toEqual(Float32Array.from(values));
  });

  it.each([
    ['text', Buffer.from('hello, this is not numpy'), /not a \.npy file/],
    ['complex numbers', npy(matrixHeader('<c8'), new Uint8Array(48)), /type <c8/],
    ['dates', npy(matrixHeader('<M8[ns]'), new Uint8Array(48)), /type <M8/],
    ['one dimension', npy(matrixHeader('<f4', '(6,)'), new Uint8Array(24)), /not videos × dimensions/],
    ['a cut file', npy(matrixHeader('<f4'), new Uint8Array(20)), /24 bytes of values, not 20/],
    ['a huge shape', npy(matrixHeader('<f4', '(99999999999999999, 3)'), new Uint8Array(20)), /shape/],
    ['a damaged header length', Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff{}', 'latin1'), /header is damaged/],
  ])('rejects .npy with %s', async (_name, bytes, message) => {
    await expect(readVectorFile(await written('bad.npy', bytes))).rejects.toThrow(message);
  });

  it('reads or rejects any damaged .npy, without other failures', () => {
    const whole = npy(matrixHeader('<f4'), new Uint8Array(Float32Array.from(values).buffer));
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (flips, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of flips) bytes[at] = value;
        try {
          const { shape, values: read, texts } = parseNpy(bytes.subarray(0, length < 20 ? length : whole.length), 'x.npy');
          const size = shape.reduce((product, each) => product * each, 1);
          expect(read?.length ?? texts?.().length).toBe(size);
        } catch (error) {
          expect(isRankLabError(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads CSV with a column per dimension and keeps ids as text', async () => {
    const file = await readVectorFile(await written('a.csv', 'video,d0,d1\n007,1,2\n9007199254740993,-0.5,1e-3\n'));
    expect(file.keys).toEqual([{ name: 'video', cells: ['007', '9007199254740993'], says: 'video' }]);
    expect(file.dimensions).toBe(2);
    expect([...file.vectors]).toEqual([1, 2, -0.5, Math.fround(1e-3)]);
  });

  it('reads CSV with a list column', async () => {
    const file = await readVectorFile(await written('list.csv', 'video,vector\na,"[1, 2, 3]"\nb,"[4, 5, 6]"\n'));
    expect(file).toEqual({
      keys: [{ name: 'video', cells: ['a', 'b'], says: 'video' }],
      notes: [],
      dimensions: 3,
      vectors: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it('reads Parquet with a list column', async () => {
    const path = join(folder, "it's.parquet");
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (SELECT * FROM (VALUES ('x', [1.5, 2.0]), ('y', [3.0, 4.0])) t(id, v)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    connection.closeSync();
    expect(await readVectorFile(path)).toMatchObject({
      keys: [{ name: 'id', cells: ['x', 'y'], says: 'video' }],
      dimensions: 2,
      vectors: Float32Array.of(1.5, 2, 3, 4),
    });
  });

  it.each([
    ['ragged lists', 'video,v\na,"[1, 2]"\nb,"[1]"\n', /line 3: 1 dimensions instead of 2/],
    ['a word', 'video,d0,d1\na,1,2\nb,1,abc\n', /line 3: “abc” in “d1” is not a number/],
    ['a missing cell', 'video,d0,d1\na,1,2\nb,1\n', /line 3: 2 cells instead of 3/],
    ['a shortened list', 'video,v\na,"[1 2 ... 3 4]"\n', /line 2: the list in “v” was shortened/],
    ['no vectors', 'video\na\n', /has no vectors/],
    ['no rows', 'video,d0,d1\n', /has no vectors/],
    ['two columns of lists', 'video,title,image\na,"[1, 2]","[3, 4]"\n', /several columns of vectors: “title”, “image”/],
    ['nothing', ' \n', /is empty/],
  ])('rejects CSV with %s', async (_name, text, message) => {
    await expect(readVectorFile(await written('bad.csv', text))).rejects.toMatchObject({
      code: 'IMPORT_FAILED',
      message: expect.stringMatching(message),
    });
  });

  it('names a missing file and an unknown format', async () => {
    await expect(readVectorFile(join(folder, 'absent.npy'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(readVectorFile(await written('v.bin', Uint8Array.of(1, 2, 3, 0, 5)))).rejects.toThrow(/not a table of text, nor/);
  });
});
