/**
 * The source of a package as Debian has it, fetched once into a folder. Uses apt's client with separate lists, caches and sources,
 * so that the system is not changed and no privileges are needed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder with the unpacked source, or undefined if it is unavailable.
 * @param {{ package: string, release: string | undefined, folder: string, marker: string, log?: (line: string) => void }} request
 *   `marker`: a file that the source contains.
 */
export function debianSource({ package: name, release, folder, marker, log = () => {} }) {
  const unpacked = () => {
    const entries = existsSync(folder) ? readdirSync(folder) : [];
    const found = entries.find((entry) => entry.startsWith(`${name}-`) && existsSync(join(folder, entry, marker)));
    return found && join(folder, found);
  };
  const kept = unpacked();
  if (kept || !release) return kept;
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, part), { recursive: true });
  const mirror = process.env.RANKLAB_DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
  writeFileSync(join(folder, 'sources.list'), `deb-src ${mirror} ${release} main\n`);
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
  log(`fetching the source of ${name} from Debian`);
  if (run('apt-get', [...options, 'update']).status !== 0) return undefined;
  // Unpacked with tar: dpkg-source would need the packages Debian builds with.
  if (run('apt-get', [...options, 'source', '--download-only', name]).status !== 0) return undefined;
  const archive = readdirSync(folder).find((entry) => entry.startsWith(`${name}_`) && /\.orig\.tar\./.test(entry));
  if (!archive || run('tar', ['xf', archive]).status !== 0) return undefined;
  return unpacked();
}
