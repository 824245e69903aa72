import fc from 'fast-check';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aligned, dataStart, magic, preambleLength } from '#service/storage/files/artifact-format';
import { ArtifactStore } from '#service/storage/files/artifact-store';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { temporaryFolder } from './temporary-folder';

const header = {
  kind: 'factors',
  model: 'truncated-svd',
  dimensions: 3,
  metric: 'inner-product',
  inputs: { dataset: 'abc' },
  details: { k: 3 },
};
const arrays = () => ({
  users: Float32Array.from([1, -0, NaN, Infinity, 1e-40]),
  offsets: Int32Array.from([-1, 0, 2 ** 31 - 1]),
  values: Float64Array.from([Math.PI, NaN]),
  empty: new Float32Array(0),
  bytes: Uint8Array.from([0, 255, 7]),
});

async function storeWithOne(): Promise<{ store: ArtifactStore; folder: string; path: string }> {
  const folder = temporaryFolder();
  const store = await ArtifactStore.open(nodeFileOperations, folder);
  await store.write('serving/factors', header, arrays());
  return { store, folder, path: join(folder, 'serving', readdirSync(join(folder, 'serving'))[0]) };
}

describe('artifacts', () => {
  it('are read back bit for bit, also after a restart, in shared memory on request', async () => {
    const { folder } = await storeWithOne();
    const again = await ArtifactStore.open(nodeFileOperations, folder);
    for (const shared of [false, true]) {
      const artifact = await again.read('serving/factors', { shared });
      expect(artifact.header).toEqual(header);
      for (const [name, expected] of Object.entries(arrays())) {
        const found = artifact.arrays[name];
        expect(found.constructor.name).toBe(expected.constructor.name);
        expect(found.buffer instanceof SharedArrayBuffer).toBe(shared);
        expect(Buffer.from(found.buffer, found.byteOffset, found.byteLength).equals(Buffer.from(expected.buffer))).toBe(true);
      }
    }
    expect(await again.header('serving/factors')).toEqual(header);
  });

  it('are listed by scope, replaced without leftovers, and removed', async () => {
    const { store, folder } = await storeWithOne();
    await store.write('serving/index', { kind: 'index', inputs: {} }, {});
    await store.write('a1b2/factors', header, arrays());
    await store.write('serving/factors', { ...header, model: 'als' }, {});
    expect(store.list()).toEqual(['a1b2/factors', 'serving/factors', 'serving/index']);
    expect(store.list('serving')).toEqual(['serving/factors', 'serving/index']);
    expect(readdirSync(join(folder, 'serving'))).toHaveLength(2);
    expect((await store.header('serving/factors')).model).toBe('als');
    await store.remove('a1b2/factors', 'never/was');
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'serving']);
    await expect(store.read('a1b2/factors')).rejects.toMatchObject({ code: 'NOT_BUILT' });
  });

  it('reject names that lead outside their folder', async () => {
    const { store } = await storeWithOne();
    for (const name of ['../x', 'a/../b', '/etc/passwd', 'serving/factors/x', 'serving', 'A/b', 'a/CON.', 'a\\b', '', 'a/\0']) {
      await expect(store.write(name, header, {}), name).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(store.read(name), name).rejects.toMatchObject({ code: expect.stringMatching(/INVALID_ARGUMENT|NOT_BUILT/) });
    }
  });

  it('with any single byte changed are reported as damaged', async () => {
    const { store, path } = await storeWithOne();
    const intact = readFileSync(path);
    const headerLength = intact.readUInt32LE(magic.length + 4);
    const start = dataStart(headerLength);
    // Every class of offset: magic, version, length, header, its checksum, padding, each array and the padding after it.
    const offsets = new Set([0, 7, 8, 11, 12, 15, preambleLength, preambleLength + headerLength - 1, preambleLength + headerLength]);
    for (let offset = preambleLength; offset < start; offset += 7) offsets.add(offset);
    for (let offset = start; offset < intact.length; offset += 11) offsets.add(offset);
    offsets
      .add(start - 1)
      .add(start)
      .add(start + aligned(20))
      .add(intact.length - 1);
    for (const offset of offsets) {
      const broken = Buffer.from(intact);
      broken[offset] ^= 0x20;
      writeFileSync(path, broken);
      await expect(store.read('serving/factors'), `offset ${offset}`).rejects.toMatchObject({
        code: 'CORRUPT_ARTIFACT',
        message: expect.stringContaining('factors.'),
        details: { place: path, remedy: expect.stringContaining('Build the models again') },
      });
    }
    writeFileSync(path, intact);
    expect((await store.read('serving/factors')).header).toEqual(header);
  });

  it('that are empty, truncated, too long or missing are reported', async () => {
    const { store, path } = await storeWithOne();
    const intact = readFileSync(path);
    for (const length of [0, 1, 15, 16, 40, intact.length - 64, intact.length - 1]) {
      writeFileSync(path, intact);
      truncateSync(path, length);
      await expect(store.read('serving/factors'), `length ${length}`).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    }
    writeFileSync(path, Buffer.concat([intact, Buffer.from('x')]));
    await expect(store.read('serving/factors')).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    rmSync(path);
    await expect(store.read('serving/factors')).rejects.toMatchObject({
      code: 'CORRUPT_ARTIFACT',
      message: expect.stringContaining('missing'),
    });
    await store.write('serving/factors', header, arrays());
    expect((await store.read('serving/factors')).header).toEqual(header);
  });

  it('reject hostile files', async () => {
    const { store, path } = await storeWithOne();
    const intact = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 200 }), async (noise, at) => {
        const broken = Buffer.from(intact);
        broken.set(noise.subarray(0, broken.length - at), at);
        if (broken.equals(intact)) return;
        writeFileSync(path, broken);
        await expect(store.read('serving/factors')).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
      }),
      { numRuns: 100 },
    );
  });

  it('survive a damaged manifest: it is reported, and the next build writes a new one', async () => {
    const { folder } = await storeWithOne();
    const manifest = join(folder, 'manifest.json');
    const text = readFileSync(manifest);
    text[text.indexOf('serving')] ^= 1;
    writeFileSync(manifest, text);
    const again = await ArtifactStore.open(nodeFileOperations, folder);
    await expect(again.read('serving/factors')).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT', details: { place: manifest } });
    await again.write('serving/factors', header, arrays());
    expect((await again.read('serving/factors')).header).toEqual(header);
  });

  it('can be read while they are replaced, and are the old or the new version', async () => {
    const { store } = await storeWithOne();
    const version = (n: number) => [
      { name: 'serving/factors', header: { ...header, model: `m${n}` }, arrays: { a: new Float32Array(2000).fill(n) } },
      { name: 'serving/index', header: { kind: 'index', inputs: {} }, arrays: { a: new Float32Array(2000).fill(n) } },
    ];
    await store.writeAll(version(0));
    let done = false;
    const writing = (async () => {
      for (let n = 1; n <= 15; n++) await store.writeAll(version(n));
      done = true;
    })();
    let reads = 0;
    for (; !done; reads++) {
      const { header: found, arrays: data } = await store.read('serving/factors');
      expect(found.model).toBe(`m${data['a'][1999]}`);
    }
    await writing;
    expect(reads).toBeGreaterThan(3);
  });
});
