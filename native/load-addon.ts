import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuLevel } from './cpu-level';
import { apiVersion } from './addon-types';
import type { FaissAddon } from './addon-types';

export type LoadedAddon =
  | { readonly addon: FaissAddon; readonly path: string; readonly unavailableBecause?: undefined }
  | { readonly addon?: undefined; readonly path?: undefined; readonly unavailableBecause: string };

const addonName = 'ranklab_faiss.node';

/** Where scripts/build-fast-faiss.mjs keeps its builds: one folder per instruction set. */
export function fastBuildFolder(): string {
  const cache = process.env['RANKLAB_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ranklab');
  return join(cache, 'faiss');
}

/** Files inside an archive cannot be loaded by the system; electron-builder leaves them beside it. */
const outsideArchive = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

function packageRoots(): string[] {
  const roots: string[] = [];
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) roots.push(folder);
    if (dirname(folder) === folder) return roots;
  }
}

/** Candidates, best first: what the environment names, a build for this processor, the one `npm ci` made. */
function candidates(): string[] {
  const named = process.env['RANKLAB_NATIVE_PATH'];
  if (named !== undefined && named !== '') return [named];
  const level = cpuLevel();
  const fast = level === 'generic' ? [] : [...(level === 'avx512' ? ['avx512', 'avx2'] : ['avx2'])];
  return [
    ...fast.map((name) => join(fastBuildFolder(), name, addonName)),
    ...packageRoots().map((root) => outsideArchive(join(root, 'native', 'build', 'Release', addonName))),
  ].filter((path) => existsSync(path));
}

let loaded: LoadedAddon | undefined;

/** Loads the addon once per thread; when that fails, says why in a sentence that ends with what to do. */
export function loadAddon(): LoadedAddon {
  loaded ??= tryToLoad();
  return loaded;
}

function tryToLoad(): LoadedAddon {
  const require = createRequire(import.meta.url);
  let reason = 'the FAISS addon is not built; install a C++ compiler and libfaiss-dev, then run npm run install-native';
  for (const path of candidates()) {
    try {
      const addon = require(path) as FaissAddon;
      if (addon.info().apiVersion === apiVersion) return { addon, path };
      reason = 'the FAISS addon is of another version; run npm run install-native to build it again';
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      reason = `the FAISS addon does not load (${message}); run npm run install-native to build it again`;
    }
  }
  return { unavailableBecause: reason };
}

/** For people and exports: "FAISS 1.7.3 through the product's own addon, avx512 kernels", or why there is none. */
export function describeAddon(): string {
  const { addon, unavailableBecause } = loadAddon();
  if (!addon) return `FAISS through the product's own addon; ${unavailableBecause}`;
  const { faissVersion, faissOptions, kernels } = addon.info();
  return `FAISS ${faissVersion} (${faissOptions.trim()}) through the product's own addon, ${kernels} kernels`;
}

/** The GPUs FAISS can use here, or why there are none. */
export function gpuStatus(): ReturnType<FaissAddon['gpu']> {
  const { addon, unavailableBecause } = loadAddon();
  return addon ? addon.gpu() : { unavailableBecause, devices: [] };
}
