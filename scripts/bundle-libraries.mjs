/**
 * Puts the libraries that the FAISS addon needs beside it, so that it loads where they are not installed:
 * `node scripts/bundle-libraries.mjs PATH/ranklab_faiss.node`. Linux only. The addon finds them by its RPATH, $ORIGIN (native/binding.gyp); the
 * libraries of the C and C++ runtimes stay those of the system, because Electron and Node use them too.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Present on every Linux that runs Electron. */
const ofTheSystem = /^(?:ld-linux.*|lib(?:c|m|dl|rt|pthread|gcc_s|stdc\+\+))\.so(?:\.\d+)*$/;

export const isOfTheSystem = (name) => ofTheSystem.test(name);

function output(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (error) throw new Error(`${command} is missing; on Debian or Ubuntu: sudo apt-get install binutils libc-bin`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

/** The names of the libraries that a library asks for itself. */
export const neededBy = (path) => [...output('readelf', ['-d', path]).matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name]) => name);

/** RPATH of a library; null without one. RUNPATH does not count: it does not serve what a library's libraries need. */
export const rpathOf = (path) => /\(RPATH\).*\[(.+)\]/.exec(output('readelf', ['-d', path]))?.[1] ?? null;

/** Copies the copyright notice of the Debian package that a file is from; other systems have none to copy. */
function copyNotice(path, folder) {
  const owner = spawnSync('dpkg', ['-S', path], { encoding: 'utf8' });
  const name = owner.status === 0 ? owner.stdout.split(':', 1)[0] : undefined;
  const notice = name && `/usr/share/doc/${name}/copyright`;
  if (!notice || !existsSync(notice)) return;
  mkdirSync(join(folder, 'licenses'), { recursive: true });
  copyFileSync(notice, join(folder, 'licenses', `${name}.txt`));
}

/** Copies the libraries beside the addon; returns their names. */
export function bundleLibraries(addon) {
  if (rpathOf(addon) !== '$ORIGIN')
    throw new Error(`${addon} would not look for libraries beside itself; run npm run install-native -- --force to build it again`);
  const folder = dirname(addon);
  const found = new Map([...output('ldd', [addon]).matchAll(/^\s*(\S+) => (\/\S+)/gm)].map(([, name, path]) => [name, path]));
  const bundled = new Set();
  const waiting = neededBy(addon);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (isOfTheSystem(name) || bundled.has(name)) continue;
    const path = found.get(name);
    if (path === undefined) throw new Error(`${name}, which ${addon} needs, is not installed`);
    const [real, copy] = [realpathSync(path), join(folder, name)];
    if (real !== copy) copyFileSync(real, copy);
    chmodSync(copy, 0o644);
    copyNotice(real, folder);
    bundled.add(name);
    waiting.push(...neededBy(copy));
  }
  return [...bundled].sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const addon = process.argv[2];
  if (addon === undefined) throw new Error('Name the addon: node scripts/bundle-libraries.mjs PATH/ranklab_faiss.node');
  console.log(`Beside ${addon}: ${bundleLibraries(addon).join(', ') || 'nothing is needed'}`);
}
