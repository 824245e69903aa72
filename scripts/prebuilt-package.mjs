/**
 * Makes the npm package of the FAISS addon for this system from the local build: `node scripts/prebuilt-package.mjs --out DIR` writes
 * DIR/faiss-<platform>-<arch>/, which `npm pack` and `npm publish` take. native/load-addon.ts tries it where no local build is.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleLibraries } from './bundle-libraries.mjs';
import { probe } from './install-native.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const addonName = 'ranklab_faiss.node';

/** The folder of the package. `built`: the addon, by default the one of `npm run install-native`. */
export function makePrebuiltPackage(out, built = join(root, 'native/build/Release', addonName)) {
  const info = existsSync(built) ? probe(built) : null;
  if (!info) throw new Error(`There is no addon that loads at ${built}; run npm run install-native`);
  const { version, license, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = `faiss-${process.platform}-${process.arch}`;
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(built, join(folder, addonName));
  const libraries = process.platform === 'linux' ? bundleLibraries(join(folder, addonName)) : [];
  const description = {
    name: `@ranklab/${name}`,
    version,
    description: `FAISS ${info.faissVersion} for RankLab on ${process.platform}, ${process.arch}`,
    license,
    author,
    os: [process.platform],
    cpu: [process.arch],
    // The libraries of the system that it needs are glibc's.
    ...(process.platform === 'linux' && { libc: ['glibc'] }),
    main: addonName,
    files: readdirSync(folder),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  return { folder, name: description.name, libraries };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
  const { folder, name, libraries } = makePrebuiltPackage(values.out);
  console.log(`${name} in ${folder}, with ${libraries.join(', ') || 'no other libraries'}`);
}
