import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheKey } from '#engine/embeddings/providers/remote/embed-texts';
import { nodeFileOperations, type FileOperations, type OpenFile } from '../storage/files/file-operations';
import { openEmbeddingCache } from './embedding-cache';
import { createEmbeddingPorts } from './embedding-ports';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranklab-cache-'));
  path = join(folder, 'embeddings.cache');
});
afterEach(() => rm(folder, { recursive: true }));

const keys = ['a', 'b', 'c'].map((text) => cacheKey(text, { model: 'm' }));
const vectors = [Float32Array.of(1, 2, 3), Float32Array.of(-4, 5.5, 0), Float32Array.of(7, 8, 9)];
const RECORD_BYTES = 44 + 12 + 4;

async function filled(): Promise<void> {
  const cache = await openEmbeddingCache(path);
  await Promise.all(keys.map((key, i) => cache.put([{ key, vector: vectors[i] }])));
  await cache.close();
}

/** Like a build: reads first, then stores what was missing. */
async function filledAfterReading(): Promise<void> {
  const cache = await openEmbeddingCache(path);
  const found = await cache.get(keys);
  await cache.put(keys.flatMap((key, i) => (found[i] ? [] : [{ key, vector: vectors[i] }])));
  await cache.close();
}

async function reopened(): Promise<(number[] | undefined)[]> {
  const cache = await openEmbeddingCache(path);
  const found = await cache.get(keys);
  await cache.close();
  return found.map((vector) => vector && [...vector]);
}

describe('embedding cache', () => {
  it('returns stored vectors after reopening, also from concurrent writers', async () => {
    await filled();
    expect(await reopened()).toEqual(vectors.map((vector) => [...vector]));
    expect(
      await openEmbeddingCache(path).then(async (cache) => [cache.size, await cache.get(['00'.repeat(32)]), await cache.close()]),
    ).toEqual([3, [undefined], undefined]);
  });

  it('with a limit, drops what was used least recently, and reads meanwhile wait for the shorter file', async () => {
    const cache = await openEmbeddingCache(path, undefined, { mostBytes: 3.5 * RECORD_BYTES });
    await cache.put(keys.map((key, i) => ({ key, vector: vectors[i] })));
    await cache.get([keys[0]]);
    const more = cacheKey('d', { model: 'm' });
    const [, during] = await Promise.all([cache.put([{ key: more, vector: vectors[0] }]), cache.get([keys[0]])]);
    expect(during).toEqual([vectors[0]]);
    expect(await cache.get([keys[0], keys[1], more])).toEqual([vectors[0], undefined, vectors[0]]);
    expect((await readFile(path)).length).toBe(cache.bytes);
    expect(cache.bytes).toBeLessThanOrEqual(3.5 * RECORD_BYTES);
    await cache.put([{ key: keys[1], vector: new Float32Array(100) }]);
    expect(await cache.get([keys[0], keys[1], more])).toEqual([vectors[0], undefined, vectors[0]]);
    await cache.close();
    expect((await readdir(folder)).length).toBe(1);
  });

  it('answers and stores again after the shorter file could not be opened', async () => {
    let opensFail = false;
    const files: FileOperations = {
      ...nodeFileOperations,
      open: (file, mode) => (opensFail && mode === 'append' ? Promise.reject(new Error('EMFILE')) : nodeFileOperations.open(file, mode)),
    };
    const cache = await openEmbeddingCache(path, files, { mostBytes: 3.5 * RECORD_BYTES });
    await cache.put(keys.map((key, i) => ({ key, vector: vectors[i] })));
    const more = cacheKey('d', { model: 'm' });
    opensFail = true;
    await expect(cache.put([{ key: more, vector: vectors[0] }])).rejects.toThrow('EMFILE');
    expect(await cache.get(keys)).toEqual([undefined, undefined, undefined]);
    opensFail = false;
    await cache.put([{ key: more, vector: vectors[0] }]);
    expect(await cache.get([keys[2], more])).toEqual([vectors[2], vectors[0]]);
    await cache.close();
  });

  it('is shortened in few reads and writes, and keeps every value', async () => {
    const calls = { reads: 0, writes: 0 };
    const counted: FileOperations = {
      ...nodeFileOperations,
      open: async (...place) => {
        const file = await nodeFileOperations.open(...place);
        const read: OpenFile['read'] = (...args) => (calls.reads++, file.read(...args));
        const write: OpenFile['write'] = (...args) => (calls.writes++, file.write(...args));
        return {
          read,
          write,
          sync: () => file.sync(),
          truncate: (to) => file.truncate(to),
          size: () => file.size(),
          close: () => file.close(),
        };
      },
    };
    const count = 400;
    const many = Array.from({ length: count }, (_, i) => ({
      key: cacheKey(`text ${i}`, { model: 'm' }),
      vector: Float32Array.of(i, 1, 2),
    }));
    const cache = await openEmbeddingCache(path, counted, { mostBytes: count * RECORD_BYTES });
    await cache.put(many);
    const [used, next] = [many[7], { key: keys[0] ?? '', vector: Float32Array.of(-1, 1, 2) }];
    await cache.get([used?.key ?? '']);
    Object.assign(calls, { reads: 0, writes: 0 });
    await cache.put([next]);
    const kept = cache.size;
    expect(kept).toBe(0.75 * count);
    // One more for each header when the shorter file is opened, and one write for the new record.
    expect(calls.reads).toBeLessThan(kept + 5);
    expect(calls.writes).toBe(2);
    const last = [...many.slice(1 - kept), ...(used ? [used] : [])].slice(-(kept - 1));
    expect(await cache.get(last.map(({ key }) => key))).toEqual(last.map(({ vector }) => vector));
    await cache.close();
  });

  it('stores a text once', async () => {
    await filled();
    const before = (await readFile(path)).length;
    await filled();
    expect((await readFile(path)).length).toBe(before);
  });

  it('keeps every complete record of a file truncated anywhere, and appends after them', async () => {
    await filled();
    const whole = await readFile(path);
    for (const length of [0, 1, 43, 44, 50, RECORD_BYTES, RECORD_BYTES + 5, 2 * RECORD_BYTES + 59]) {
      await writeFile(path, whole.subarray(0, length));
      const kept = Math.floor(length / RECORD_BYTES);
      expect(await reopened()).toEqual(vectors.map((vector, i) => (i < kept ? [...vector] : undefined)));
      await filled();
      expect(await reopened()).toEqual(vectors.map((vector) => [...vector]));
    }
  });

  it('never returns wrong values after a flipped byte, and keeps the other records', async () => {
    await filled();
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await writeFile(path, damaged);
      const hit = Math.floor(at / RECORD_BYTES);
      const found = await reopened();
      found.forEach((vector, i) => {
        if (i === hit) expect(vector, `byte ${at}`).toBeUndefined();
        else expect(vector, `byte ${at}`).toEqual([...vectors[i]]);
      });
      if (at % 20 === 0) {
        await filledAfterReading();
        expect(await reopened(), `byte ${at}`).toEqual(vectors.map((vector) => [...vector]));
      }
    }
  });
});

describe('embedding ports of this process', () => {
  it('open no file until first use, and retry after a failure', async () => {
    const missing = join(folder, 'later', 'embeddings.cache');
    const ports = createEmbeddingPorts(missing);
    expect(await readdir(folder)).toEqual([]);
    await expect(ports.cache?.get(keys)).rejects.toThrow();
    await mkdir(join(folder, 'later'));
    await ports.cache?.put([{ key: keys[0], vector: vectors[0] }]);
    expect(await ports.cache?.get(keys.slice(0, 1))).toEqual([vectors[0]]);
    await ports.close();
    await createEmbeddingPorts(missing).close();
  });
});
