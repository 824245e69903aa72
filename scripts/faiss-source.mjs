/** FAISS's source as Debian packages it, fetched once into the cache. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { debianSource } from './debian-source.mjs';

/** The folder for builds and downloads; native/load-addon.ts uses the same one. */
export function cacheFolder() {
  return process.env.RANKLAB_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ranklab');
}

/** Debian's release name, or undefined elsewhere. */
function release() {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] : undefined;
  } catch {
    return undefined;
  }
}

/** The folder that holds `faiss/Index.h`, or undefined if the source is unavailable. */
export async function faissSource(log = () => {}) {
  return debianSource({
    package: 'faiss',
    release: release(),
    folder: join(cacheFolder(), 'faiss-source'),
    marker: 'faiss/Index.h',
    log,
  });
}
