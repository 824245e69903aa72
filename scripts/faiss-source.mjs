/**
 * FAISS's source as Debian packages it, fetched once into the cache. Uses apt's client with separate lists, caches and sources,
 * so that the system is not changed and no privileges are needed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

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

const unpackedIn = (folder) => {
  const name = existsSync(folder)
    ? readdirSync(folder).find((entry) => /^faiss-\d/.test(entry) && existsSync(join(folder, entry, 'faiss/Index.h')))
    : undefined;
  return name && join(folder, name);
};

/** The folder that holds `faiss/Index.h`, or undefined if the source is unavailable. */
export async function faissSource(log = () => {}) {
  const folder = join(cacheFolder(), 'faiss-source');
  const kept = unpackedIn(folder);
  if (kept) return kept;
  const name = release();
  if (!name || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, part), { recursive: true });
  const mirror = process.env.RANKLAB_DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
  writeFileSync(join(folder, 'sources.list'), `deb-src ${mirror} ${name} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': folder,
    'APT::Sandbox::User': process.env.USER ?? 'root',
    'Acquire::http::Timeout': '15',
    'Acquire::Retries': '1',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const run = (command, args) => spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 300_000 });
  log('fetching the source of FAISS from Debian');
  if (run('apt-get', [...options, 'update']).status !== 0) return undefined;
  // Unpacked with tar: dpkg-source would need the packages Debian builds with.
  if (run('apt-get', [...options, 'source', '--download-only', 'faiss']).status !== 0) return undefined;
  const archive = readdirSync(folder).find((entry) => /\.orig\.tar\./.test(entry));
  if (!archive || run('tar', ['xf', archive]).status !== 0) return undefined;
  return unpackedIn(folder);
}
