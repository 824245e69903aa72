/**
 * Builds FAISS from Debian's source package for newer processors and links the addon against it, once, into the cache:
 * `node scripts/build-fast-faiss.mjs` (a minute or two of compiling). Debian's own library is compiled for the oldest x86-64;
 * the addon's kernels already make up for that in Flat, HNSW and IVF,Flat, this does the same for SQ, PQ and training.
 *
 * native/load-addon.ts takes the build in the cache when the processor has the instructions, and the generic one otherwise.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, faissSource } from './faiss-source.mjs';
import { buildIn, probe } from './install-native.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** FAISS 1.7.3 supports generic and avx2; where AVX-512 is faster, the addon's own kernels use it. */
const level = 'avx2';

class Refused extends Error {}

function processorHas(flag) {
  try {
    return new RegExp(`^flags\\s*:.*\\b${flag}\\b`, 'm').test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}

function run(what, command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 3_600_000, maxBuffer: 1 << 28 });
  if (result.error?.code === 'ENOENT')
    throw new Refused(`${command} is missing; on Debian or Ubuntu: sudo apt-get install cmake ninja-build g++ libopenblas-dev`);
  if (result.status !== 0)
    throw new Refused(`${what} failed: ${(result.stderr || result.stdout || '').trim().split('\n').slice(-3).join(' ')}`);
}

function compileFaiss(source, folder) {
  const settings = {
    CMAKE_BUILD_TYPE: 'Release',
    CMAKE_POSITION_INDEPENDENT_CODE: 'ON',
    FAISS_OPT_LEVEL: level,
    FAISS_ENABLE_GPU: 'OFF',
    FAISS_ENABLE_PYTHON: 'OFF',
    BUILD_TESTING: 'OFF',
    BUILD_SHARED_LIBS: 'OFF',
  };
  const flags = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const generator = spawnSync('ninja', ['--version'], { stdio: 'ignore' }).status === 0 ? ['-G', 'Ninja'] : [];
  run('Configuring FAISS', 'cmake', ['-S', source, '-B', folder, ...generator, ...flags]);
  run('Compiling FAISS', 'cmake', ['--build', folder, '--target', `faiss_${level}`, '--parallel', String(availableParallelism())]);
  return join(folder, 'faiss', `libfaiss_${level}.a`);
}

async function main() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Refused('this is for Linux on x86-64; elsewhere FAISS is compiled for the machine already');
  if (!processorHas(level)) throw new Refused(`this processor has no ${level.toUpperCase()}; the generic build is the right one`);
  const source = await faissSource((text) => console.log(text));
  if (!source) throw new Refused('Debian’s archive cannot be reached; it has the source of FAISS');
  const folder = join(cacheFolder(), 'faiss', level);
  const library = join(folder, `lib${basename(source)}.a`);
  const work = mkdtempSync(join(tmpdir(), 'ranklab-fast-faiss-'));
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(library)) {
      console.log(`compiling ${basename(source)} for ${level.toUpperCase()}`);
      install(compileFaiss(source, join(work, 'faiss')), library);
    }
    const built = buildAddon(join(work, 'native'), {
      RANKLAB_FAISS_INCLUDE: source,
      RANKLAB_FAISS_LIBRARIES: `${library} -lopenblas -lgomp`,
    });
    const info = probe(built);
    if (!info) throw new Refused('the addon was built but does not load');
    const target = join(folder, basename(built));
    install(built, target);
    console.log(`FAISS ${info.faissVersion} (${info.faissOptions.trim()}), ${info.kernels} kernels: ${target}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Compiles a copy, so that the build of `npm ci` is kept. */
function buildAddon(folder, environment) {
  cpSync(join(root, 'native/src'), join(folder, 'src'), { recursive: true });
  copyFileSync(join(root, 'native/binding.gyp'), join(folder, 'binding.gyp'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const problem = buildIn(folder, environment);
  if (problem) throw new Refused(problem);
  return join(folder, 'build/Release/ranklab_faiss.node');
}

/** Renamed into place, so that a running process keeps the file it has loaded. */
function install(file, target) {
  copyFileSync(file, `${target}.new`);
  renameSync(`${target}.new`, target);
}

try {
  if (!existsSync(join(root, 'node_modules'))) throw new Refused('install the dependencies first (npm ci)');
  await main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`No faster FAISS was built: ${error.message}. What is installed stays in use.`);
  process.exitCode = 1;
}
