/**
 * PostgreSQL with pgvector for the tests: a copy of Debian's programs (they find their files relative to themselves) with pgvector compiled from
 * the source package of Debian 13. The system's PostgreSQL is not changed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { debianSource } from './debian-source.mjs';
import { cacheFolder } from './faiss-source.mjs';

const root = '/usr/lib/postgresql';

/** The newest installed version that has the headers for extensions. */
function version() {
  const versions = existsSync(root) ? readdirSync(root) : [];
  const usable = versions.filter(
    (name) => existsSync(join(root, name, 'bin/initdb')) && existsSync(`/usr/include/postgresql/${name}/server`),
  );
  return usable.sort((a, b) => Number(b) - Number(a))[0];
}

/** Root's tests run the server as the user postgres, who cannot read root's cache. */
const placeFor = (name) => (process.getuid?.() === 0 ? `/var/tmp/ranklab-pgvector-${name}` : join(cacheFolder(), `pgvector-${name}`));

/** The folder of the programs (`initdb`, `postgres` …), or the reason why there is none. */
export function pgvectorServer(log = () => {}) {
  const name = version();
  if (!name) return { reason: 'postgresql and postgresql-server-dev are not installed' };
  if (existsSync(`/usr/share/postgresql/${name}/extension/vector.control`)) return { bin: join(root, name, 'bin') };
  const place = placeFor(name);
  const bin = join(place, root, name, 'bin');
  if (existsSync(join(place, 'complete'))) return { bin };
  const source = debianSource({
    package: 'pgvector',
    release: 'trixie',
    folder: join(cacheFolder(), 'pgvector-source'),
    marker: 'vector.control',
    log,
  });
  if (!source) return { reason: 'the source of pgvector cannot be fetched from Debian' };
  const make = (...args) =>
    spawnSync('make', ['-C', source, `PG_CONFIG=${root}/${name}/bin/pg_config`, 'OPTFLAGS=', 'with_llvm=no', ...args], {
      encoding: 'utf8',
    });
  log('compiling pgvector');
  mkdirSync(place, { recursive: true });
  for (const folder of [join(root, name), `/usr/share/postgresql/${name}`])
    cpSync(folder, join(place, folder), { recursive: true, dereference: true });
  for (const step of [[], ['install', `DESTDIR=${place}`]]) {
    const { status, stderr } = make(...step);
    if (status !== 0) return { reason: `pgvector cannot be compiled: ${stderr.trim().split('\n').at(-1)}` };
  }
  writeFileSync(join(place, 'complete'), '');
  return { bin };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(pgvectorServer(console.error)));
