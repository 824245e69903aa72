/**
 * Installers cannot be completed without Electron's executable. Here a file with Electron's fuse wire replaces it, and all
 * steps up to the final layout run: files, archive, unpacked files, fuses.
 */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuses, programPath } from '../../scripts/after-pack.mjs';
import { isOfTheSystem, neededBy, rpathOf } from '../../scripts/bundle-libraries.mjs';
import { skipReason } from '../skip-reason';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ranklab-package-'));
const laidOut = join(folder, 'dist/linux-unpacked');
const resources = join(laidOut, 'resources');

/** What @electron/fuses looks for: its sentinel, a version, a length, and a character per fuse (0 off, 1 on). */
const program = Buffer.concat([
  Buffer.alloc(5_000, 'program'),
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
]);

beforeAll(async () => {
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'resources'), { recursive: true });
  writeFileSync(join(electron, 'electron'), program, { mode: 0o755 });
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(electron, name), '');
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  writeFileSync(join(electron, 'version'), version);
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    config: { electronDist: electron, directories: { output: join(folder, 'dist') }, extends: 'electron-builder.yml' },
  });
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The paths in an asar archive, read from its header: sizes in 16 bytes, then JSON. */
function archivePaths(): { path: string; unpacked: boolean }[] {
  type Entry = { files?: Record<string, Entry>; unpacked?: boolean };
  const archive = readFileSync(join(resources, 'app.asar'));
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')) as Entry;
  const walk = (entry: Entry, path: string): { path: string; unpacked: boolean }[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, child]) => walk(child, path === '' ? name : `${path}/${name}`))
      : [{ path, unpacked: entry.unpacked === true }];
  return walk(header, '');
}

describe('configuration of the installers', () => {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  /** The lines of one top-level key, such as `linux`. */
  const part = (key: string): string => new RegExp(`^${key}:\\n((?: .*\\n)+)`, 'm').exec(text)?.[1] ?? '';
  const iconOf = (system: string): string => /icon: (\S+)/.exec(part(system))?.[1] ?? '';

  test('builds AppImage and deb, dmg, nsis, with native code outside the archive, and publishes nothing', () => {
    expect(part('linux')).toContain('target: [AppImage, deb]');
    expect(part('mac')).toMatch(/target: \[dmg\][\s\S]*hardenedRuntime: true/);
    expect(part('win')).toContain('target: [nsis]');
    for (const path of [
      'native/build/Release/*.node',
      'node_modules/@duckdb/**',
      'node_modules/faiss-node/**',
      'node_modules/onnxruntime-node/**',
    ])
      expect(part('asarUnpack')).toContain(`- ${path}\n`);
    expect(part('fileAssociations')).toContain('ext: ranklab');
    expect(text).toMatch(/^asar: true$/m);
    expect(text).toMatch(/^publish: null$/m);
  });

  test('has our own icons in every format that it names', () => {
    const begins = (path: string, bytes: string): void =>
      expect(
        readFileSync(join(root, path))
          .subarray(0, bytes.length / 2)
          .toString('hex'),
        path,
      ).toBe(bytes);
    begins(iconOf('mac'), Buffer.from('icns').toString('hex'));
    begins(iconOf('win'), '00000100');
    const sizes = readdirSync(join(root, iconOf('linux')));
    expect(sizes).toEqual(expect.arrayContaining(['16x16.png', '48x48.png', '256x256.png', '512x512.png']));
    for (const name of sizes) {
      const image = readFileSync(join(root, iconOf('linux'), name));
      begins(join(iconOf('linux'), name), '89504e470d0a1a0a');
      expect([image.readUInt32BE(16), image.readUInt32BE(20)].join('x')).toBe(name.replace('.png', ''));
    }
  });
});

describe('the packaged application', () => {
  test('has the programs of all processes in the archive, and no source files', () => {
    const paths = archivePaths().map((entry) => entry.path);
    for (const path of ['package.json', 'out/node/service.js', 'out/node/worker.js', 'out/node/encoder.js', 'resources/icon.png'])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /^(src|test|bench|docs|scripts)\//.test(path) || path.endsWith('.map'))).toEqual([]);
  });

  test('keeps native libraries outside the archive, where the system can load them', () => {
    const native = archivePaths().filter(({ path }) => /\.(node|so|dll|dylib)$/.test(path));
    expect(native.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/@duckdb\/.*\.node$/)]));
    expect(native.filter(({ unpacked }) => !unpacked)).toEqual([]);
    const ofOnnx = native.filter(({ path }) => path.includes('onnxruntime-node/bin'));
    expect(ofOnnx.some(({ path }) => path.includes('/linux/'))).toBe(existsSync(join(root, 'node_modules/onnxruntime-node')));
    expect(ofOnnx.filter(({ path }) => !path.includes('/linux/'))).toEqual([]);
    for (const { path } of native) expect(existsSync(join(resources, 'app.asar.unpacked', path)), path).toBe(true);
    const built = join(root, 'native/build/Release');
    const addons = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.node')) : [];
    for (const name of addons) expect(existsSync(join(resources, 'app.asar.unpacked/native/build/Release', name))).toBe(true);
  });

  test('has the fuses set in its executable', async () => {
    const wire = await getCurrentFuseWire(join(laidOut, 'ranklab'));
    const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments];
    const on = [
      FuseV1Options.OnlyLoadAppFromAsar,
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    ];
    expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE));
    expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE));
    expect(wire[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(FuseState.DISABLE);
    expect(Object.keys(fuses)).toHaveLength(off.length + on.length + 1);
  });

  test('finds Electron’s executable on every system', () => {
    const packager = { appInfo: { productFilename: 'RankLab' }, executableName: 'ranklab' };
    const at = (electronPlatformName: string): string => programPath({ appOutDir: 'dist', electronPlatformName, packager });
    expect(at('darwin')).toBe(join('dist', 'RankLab.app', 'Contents/MacOS', 'RankLab'));
    expect(at('win32')).toBe(join('dist', 'RankLab.exe'));
    expect(at('linux')).toBe(join('dist', 'ranklab'));
  });
});

const addon = join(resources, 'app.asar.unpacked/native/build/Release/ranklab_faiss.node');
const localAddon = join(root, 'native/build/Release/ranklab_faiss.node');
const addonMissing = process.platform !== 'linux' ? 'not Linux' : existsSync(localAddon) ? undefined : 'the addon is not built';
/** Namespaces of mounts need root, or a system that lets users have namespaces of their own. */
const unshareMissing =
  addonMissing ?? (spawnSync('unshare', ['-rm', 'true']).status === 0 ? undefined : 'the system permits no namespaces of mounts');

/** Ten vectors on a line; the nearest three to the last. */
const searchScript = `
  const addon = require(process.argv[1]);
  const stage = new addon.Stage(2, 10, false);
  for (let i = 0; i < 10; i++) stage.append(Float32Array.of(i, 1));
  const index = addon.Index.create(2, 'HNSW8', 1, 0, -1, -1);
  (async () => {
    await index.add(stage, undefined, 1, new addon.Token());
    const query = [Float32Array.of(9, 1), 3, 0, 0, 0, undefined, 1, new addon.Token(), undefined, undefined];
    const { ids } = await index.search(...query, 0, false, 0);
    console.log(Array.from(ids, Number).join(' '));
  })();`;

describe.skipIf(addonMissing !== undefined)(`the packaged FAISS${addonMissing === undefined ? '' : ` (${addonMissing})`}`, () => {
  const packed = (): string[] => readdirSync(dirname(addon)).filter((name) => /\.(node|so)/.test(name));

  test('has every library that it needs beside it, except those of the system, with their licences', () => {
    for (const name of packed())
      expect(
        neededBy(join(dirname(addon), name)).filter((needed) => !isOfTheSystem(needed) && !packed().includes(needed)),
        name,
      ).toEqual([]);
    expect(rpathOf(addon)).toBe('$ORIGIN');
    const needed = neededBy(localAddon).filter((name) => !isOfTheSystem(name));
    expect(packed()).toEqual(expect.arrayContaining([...needed, 'ranklab_faiss.node']));
    if (existsSync('/usr/bin/dpkg')) expect(readdirSync(join(dirname(addon), 'licenses')).length).toBeGreaterThan(0);
  });

  test.skipIf(unshareMissing !== undefined)(
    `searches with the system’s copies of these libraries hidden${skipReason(unshareMissing)}`,
    () => {
      const listed = spawnSync('ldd', [localAddon], { encoding: 'utf8' }).stdout;
      const hidden = [...listed.matchAll(/^\s*(\S+) => (\/\S+)/gm)].flatMap(([, name = '', path = '']) =>
        isOfTheSystem(name) ? [] : [realpathSync(path)],
      );
      expect(hidden.length).toBeGreaterThan(0);
      const search = (path: string) =>
        spawnSync(
          'unshare',
          ['-rm', 'sh', '-c', 'for file in $HIDDEN; do mount --bind /dev/null "$file" || exit 9; done; exec "$@"', 'sh'].concat([
            process.execPath,
            '-e',
            searchScript,
            path,
          ]),
          { encoding: 'utf8', env: { ...process.env, HIDDEN: hidden.join(' '), LD_LIBRARY_PATH: '' } },
        );
      // Without its libraries beside it, the same addon does not load: they are hidden indeed.
      const alone = search(localAddon);
      expect(alone.status).toBe(1);
      expect(alone.stderr).toMatch(/file too short|cannot open shared object/);
      const found = search(addon);
      expect(found.stderr).toBe('');
      expect(found.stdout.trim()).toBe('9 8 7');
    },
  );
});
