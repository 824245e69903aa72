/** Files of vectors as libraries and services write them: each vector belongs to the id that the file gives it, or the file is refused. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VectorFileOptions } from '#engine/embeddings/port';
import { readVectorFile } from './read-vectors';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranklab-vector-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const rows: readonly (readonly [string, readonly number[]])[] = [
  ['v2', [0.5, -1.25, 3]],
  ['v1', [1, 2, 3.5]],
  ['v3', [-0.125, 0, 7]],
];
const each = (line: (id: string, vector: readonly number[], at: number) => string): string =>
  rows.map(([id, vector], at) => line(id, vector, at)).join('');
const ids = rows.map(([id]) => id);
const vectors = rows.map(([, vector]) => vector);
const byNumber = <T>(cells: readonly T[]): Record<string, T> => Object.fromEntries(cells.map((cell, at) => [String(at), cell]));
const json = JSON.stringify;

/** As numpy.save writes it. */
function npy(type: string, shape: string, values: Buffer): Buffer {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117) + '\n';
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), values]);
}
const doubles = (numbers: readonly number[]): Buffer => Buffer.from(Float64Array.from(numbers).buffer);
const matrix = (of: readonly (readonly number[])[]): Buffer => npy('<f8', `${of.length}, ${of[0]?.length ?? 0}`, doubles(of.flat()));

/** As numpy.savez writes it: entries that are not compressed. */
function npz(entries: Readonly<Record<string, Buffer>>): Buffer {
  const files: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const file = Buffer.from(`${name}.npy`);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    for (const [head, offset] of [[local, 18] as const, [entry, 20] as const]) {
      head.writeUInt32LE(content.length, offset);
      head.writeUInt32LE(content.length, offset + 4);
      head.writeUInt16LE(file.length, offset + 8);
    }
    entry.writeUInt32LE(at, 42);
    files.push(local, file, content);
    table.push(entry, file);
    at += 30 + file.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(table.length / 2, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...table, end]);
}

async function read(name: string, content: string | Buffer, options: VectorFileOptions = {}) {
  const path = join(folder, name);
  await writeFile(path, content);
  const file = await readVectorFile(path, options);
  const key = file.keys.find(({ says }) => says === 'video') ?? file.keys[0];
  const lists = Array.from({ length: file.vectors.length / file.dimensions }, (_, row) => [
    ...file.vectors.subarray(row * file.dimensions, (row + 1) * file.dimensions),
  ]);
  return { ids: key?.cells, vectors: lists, notes: file.notes };
}

const german = (value: number): string => String(value).replace('.', ',');

describe('files of vectors', () => {
  it.each<[string, string]>([
    ['lists of decimal commas', `id;vec\n${each((id, v) => `${id};${v.map(german).join('|')}\n`)}`],
    ['printed lists of decimal commas', `id;vec\n${each((id, v) => `${id};"[${v.map(german).join(' ')}]"\n`)}`],
    ['lists without quotation marks behind a tab', each((id, v) => `${id}\t${json(v)}\n`)],
    ['lists without quotation marks behind a semicolon', `id;vec\n${each((id, v) => `${id};${json(v)}\n`)}`],
    ['the text of word2vec with tabs', `3 3\n${each((id, v) => `${id}\t${v.join('\t')}\n`)}`],
    [
      'answers of a batch of requests',
      each((id, v) => `${json({ custom_id: id, response: { status_code: 200, body: { data: [{ index: 0, embedding: v }] } } })}\n`),
    ],
    ['columns of lists in JSON', json({ ids, documents: ids.map(() => 'x'), embeddings: vectors, metadatas: null })],
    ['columns by row number in JSON', json({ video_id: byNumber(ids), embedding: byNumber(vectors) })],
    ['names of columns beside rows in JSON', json({ columns: ['video_id', 'emb'], index: [0, 1, 2], data: rows })],
    ['rows within a JSON object', json({ vectors: rows.map(([id, values]) => ({ id, values, metadata: {} })), namespace: '' })],
    ['objects by id in JSON', json(Object.fromEntries(rows.map(([id, embedding]) => [id, { embedding, title: 'x' }])))],
    ['objects by id within a JSON object', json({ vectors: Object.fromEntries(rows.map(([id, values]) => [id, { values }])) })],
    ['a number per dimension by id in JSON', json(Object.fromEntries(rows.map(([id, v]) => [id, byNumber(v)])))],
    ['lists by id in JSON', json(Object.fromEntries(rows))],
    ['one row of JSON Lines after the other', each((id, v) => `${json({ id, vector: v })}\n`)],
  ])('%s', async (name, content) => {
    expect(await read(`${name}.txt`, content)).toMatchObject({ ids, vectors });
  });

  it('a JSON answer with vectors alone is in the order of its rows', async () => {
    const answer = { object: 'list', data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })), model: 'm' };
    expect((await read('answer.json', json(answer))).vectors).toEqual(vectors);
  });

  it('a compressed .npy and .npz', async () => {
    expect((await read('a.npy.gz', gzipSync(matrix(vectors)))).vectors).toEqual(vectors);
    expect((await read('a.npz.gz', gzipSync(npz({ vectors: matrix(vectors) })))).vectors).toEqual(vectors);
  });

  it('whole numbers of a .npz that are stored as fractions are ids', async () => {
    const numbers = npy('<f8', '3,', doubles([205, 101, 9_007_199_254_740_991]));
    expect(await read('f.npz', npz({ ids: numbers, vectors: matrix(vectors) }))).toMatchObject({
      ids: ['205', '101', '9007199254740991'],
      vectors,
    });
  });

  it('of several matrices, the one with a row for each id', async () => {
    const names = npy('<U2', '3,', Buffer.from(ids.flatMap((id) => [...id].flatMap((sign) => [sign.charCodeAt(0), 0, 0, 0]))));
    const users = matrix([...vectors, [1, 1, 1]]);
    expect(await read('s.npz', npz({ user_factors: users, ids: names, item_factors: matrix(vectors) }))).toMatchObject({
      ids,
      vectors,
      notes: ['Ignored: “user_factors”'],
    });
  });

  it('ids that cannot be read are refused, unless the order counts', async () => {
    const objects = npy('|O', '3,', Buffer.from('\x80\x04pickle', 'latin1'));
    const content = npz({ ids: objects, vectors: matrix(vectors) });
    await expect(read('o.npz', content)).rejects.toMatchObject({
      code: 'IMPORT_FAILED',
      message: expect.stringContaining('The ids in “ids” cannot be read') as string,
      details: { remedy: expect.stringContaining('dtype=str') as string },
    });
    expect((await read('o.npz', content, { byOrder: true })).vectors).toEqual(vectors);
  });

  it('a single number beside the ids is no vector', async () => {
    await expect(read('score.csv', `video_id,score\n${each((id, v) => `${id},${v[0]}\n`)}`)).rejects.toThrow('has no vectors');
  });
});
