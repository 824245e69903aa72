import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuLevel } from './cpu-level';
import { missingMembers } from './addon-members';
import { apiVersion } from './addon-types';
import type { FaissAddon } from './addon-types';

type LoadedAddon =
  | { readonly addon: FaissAddon; readonly path: string; readonly unavailableBecause?: undefined }
  | { readonly addon?: undefined; readonly path?: undefined; readonly unavailableBecause: string };

const addonName = 'ranklab_faiss.node';

/** Where scripts/build-fast-faiss.mjs keeps its builds: one folder per instruction set. */
function fastBuildFolder(): string {
  const cache = process.env['RANKLAB_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ranklab');
  return join(cache, 'faiss');
}

/** The system cannot load files inside an asar archive; electron-builder unpacks them beside it. */
const outsideArchive = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

function packageRoots(): string[] {
  const roots: string[] = [];
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) roots.push(folder);
    if (dirname(folder) === folder) return roots;
  }
}

/** Time of the last change to the addon's source; 0 without source, as in a packaged application. */
function sourceChangedAtMs(): number {
  for (const root of packageRoots()) {
    const folder = join(root, 'native', 'src');
    if (!existsSync(folder)) continue;
    return Math.max(...readdirSync(folder, { encoding: 'utf8', recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs));
  }
  return 0;
}

/** Whether a build is older than the source; such builds in the cache are skipped. */
function isOutdated(path: string): boolean {
  return statSync(path).mtimeMs < sourceChangedAtMs();
}

/** Which build is outdated and how to rebuild it, as "what is old; what to do"; undefined when all are current. */
export function outdatedBuild(): string | undefined {
  const { path } = loadAddon();
  // The package of npm has the times of its release; that it fits is checked when it is loaded.
  if (path !== undefined && !prebuilt().includes(path) && isOutdated(path))
    return `the FAISS addon at ${path} is older than its source; ${rebuild}`;
  const passedOver = fastBuilds().find((fast) => fast !== path && isOutdated(fast));
  if (passedOver === undefined || path?.startsWith(fastBuildFolder())) return undefined;
  return `the faster build at ${passedOver} is older than the source of the addon and is not used; run node scripts/build-fast-faiss.mjs`;
}

function fastBuilds(): string[] {
  const level = cpuLevel();
  const names = level === 'generic' ? [] : level === 'avx512' ? ['avx512', 'avx2'] : ['avx2'];
  return names.map((name) => join(fastBuildFolder(), name, addonName)).filter((path) => existsSync(path));
}

/** The addon of the npm package for this system, where it is installed (scripts/prebuilt-package.mjs). */
function prebuilt(): string[] {
  try {
    const require = createRequire(import.meta.url);
    return [outsideArchive(require.resolve(`@ranklab/faiss-${process.platform}-${process.arch}/${addonName}`))];
  } catch {
    return [];
  }
}

/** Candidates, best first: the one set in the environment, a build for this processor, the one from `npm ci`, the one from npm. */
function candidates(): string[] {
  const named = process.env['RANKLAB_NATIVE_PATH'];
  if (named !== undefined && named !== '') return [named];
  const built = packageRoots().map((root) => outsideArchive(join(root, 'native', 'build', 'Release', addonName)));
  return [...fastBuilds().filter((path) => !isOutdated(path)), ...built.filter((path) => existsSync(path)), ...prebuilt()];
}

const rebuild = 'run node scripts/install-native.mjs to build it again';

let loaded: LoadedAddon | undefined;

/** Loads the addon once per thread; on failure returns the reason, which ends with the remedy. */
export function loadAddon(): LoadedAddon {
  loaded ??= loadOrExplain();
  return loaded;
}

function loadOrExplain(): LoadedAddon {
  const require = createRequire(import.meta.url);
  let reason = 'the FAISS addon is not built; install a C++ compiler and libfaiss-dev, then run npm run install-native';
  for (const path of candidates()) {
    try {
      const addon = require(path) as FaissAddon;
      const missing = missingMembers(addon);
      if (missing.length === 0 && addon.info().apiVersion === apiVersion) return { addon, path };
      const lacks = missing.length > 0 ? ` (it has no ${missing[0] ?? ''})` : '';
      const remedy = prebuilt().includes(path) ? `install the version of the package that belongs to this program, or ${rebuild}` : rebuild;
      reason = `the FAISS addon at ${path} was built from an older source than this program${lacks}; ${remedy}`;
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      reason = `the FAISS addon does not load (${message}); ${rebuild}`;
    }
  }
  return { unavailableBecause: reason };
}

/** For display and exports: "FAISS 1.7.3 through the product's own addon, avx512 kernels", or why there is none. */
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
