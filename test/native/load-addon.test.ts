import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { cpuLevel } from '#native/cpu-level';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-load-addon-'));
const { path, unavailableBecause } = loadAddon();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  delete process.env['RANKLAB_NATIVE_PATH'];
  delete process.env['RANKLAB_CACHE'];
});

/** The loader as in a new process. */
async function fresh() {
  vi.resetModules();
  return import('#native/load-addon');
}

describe('loading the addon', () => {
  it('says what does not load, and how to fix it', async () => {
    process.env['RANKLAB_NATIVE_PATH'] = '/nowhere/addon.node';
    expect((await fresh()).loadAddon().unavailableBecause).toMatch(
      /^the FAISS addon does not load \(.*addon\.node.*\); run node scripts\/install-native\.mjs to build it again$/,
    );
  });

  it('recognises a build from an older source by its missing functions', async () => {
    const old = join(folder, 'old.cjs');
    writeFileSync(
      old,
      'class Index { train() {} add() {} }; module.exports = { Index, info: () => ({ apiVersion: 1 }), gpu() {}, useKernels() {} };',
    );
    process.env['RANKLAB_NATIVE_PATH'] = old;
    expect((await fresh()).loadAddon().unavailableBecause).toBe(
      `the FAISS addon at ${old} was built from an older source than this program (it has no Index.addSync); run node scripts/install-native.mjs to build it again`,
    );
  });

  it.skipIf(unavailableBecause !== undefined || cpuLevel() === 'generic')(
    `skips an optimised build older than the source, with a note${skipReason(unavailableBecause ?? (cpuLevel() === 'generic' ? 'no optimised build is for this processor' : undefined))}`,
    async () => {
      const fast = join(folder, 'faiss', 'avx2', 'ranklab_faiss.node');
      mkdirSync(join(folder, 'faiss', 'avx2'), { recursive: true });
      copyFileSync(path ?? '', fast);
      process.env['RANKLAB_CACHE'] = folder;
      const current = await fresh();
      expect([current.loadAddon().path, current.outdatedBuild()]).toEqual([fast, undefined]);
      utimesSync(fast, new Date(0), new Date(0));
      const later = await fresh();
      expect(later.loadAddon().path).not.toBe(fast);
      // If the build of npm ci is outdated as well, as during development, it is reported first.
      expect(later.outdatedBuild()).toMatch(
        /^the (faster build at .*avx2.* is older than the source of the addon and is not used; run node scripts\/build-fast-faiss\.mjs|FAISS addon at .* is older than its source; run node scripts\/install-native\.mjs to build it again)$/,
      );
    },
  );
});
