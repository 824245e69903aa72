/**
 * `npm run lock`: completes package-lock.json after a change of dependencies. npm leaves out the checksums of optional packages
 * for other platforms, and offers no way to correct a package's `engines`. `--check` changes nothing, queries no registry,
 * names incomplete entries and exits with 1.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, 'package-lock.json');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const supported = manifest.engines.node;

/**
 * The only entries whose `engines` differ from the package's own. Electron's tools ask for Node 22.12 because they are ES
 * modules that others `require`; Node 20.19 can do that too, but `npm ci` would warn (EBADENGINE) about each of them there. npm
 * takes the range from the lock file and has no setting to correct it for one package: `overrides` only choose versions, and
 * the versions that claim Node 20 belong to Electron 41, which gets no security fixes. Only the stated range changes; the
 * checksum still fixes the content. Tried on Node 20.19.0: Electron is downloaded, checked and unpacked; every module loads;
 * `npm run package` needs no more of them. Remove an entry when its package supports Node 20 itself, or when RankLab no longer
 * does.
 */
const worksOnNode20 = new Set([
  '@electron-internal/extract-zip',
  '@electron/fuses',
  '@electron/get',
  '@electron/rebuild',
  'electron',
  'node-abi',
]);

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !entry.link);
const withoutIntegrity = installed.filter(([, entry]) => !entry.integrity);
const refusing = installed.filter(([, entry]) => entry.engines?.node && !semver.subset(supported, entry.engines.node));

if (process.argv.includes('--check')) {
  for (const [path, { version }] of withoutIntegrity) console.error(`${nameOf(path)}@${version}: no integrity; npm run lock adds it`);
  for (const [path, { version, engines }] of refusing)
    console.error(`${nameOf(path)}@${version} wants Node ${engines.node}; RankLab supports ${supported}: pin another version`);
  process.exit(withoutIntegrity.length + refusing.length > 0 ? 1 : 0);
}

for (const [path, entry] of withoutIntegrity) {
  const integrity = execFileSync('npm', ['view', `${nameOf(path)}@${entry.version}`, 'dist.integrity'], { encoding: 'utf8' }).trim();
  if (!integrity) throw new Error(`The registry gives no integrity for ${nameOf(path)}@${entry.version}`);
  // After the version, where npm writes it.
  const { version, ...others } = entry;
  lock.packages[path] = { version, integrity, ...others };
}
for (const [path, entry] of refusing) if (worksOnNode20.has(nameOf(path))) entry.engines.node = supported;
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
