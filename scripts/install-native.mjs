/**
 * Builds the FAISS addon (native/) where a compiler and libfaiss are present. Run by `npm ci`, where it never fails: it prints one line with the
 * backend used instead and how to get the addon. As `npm run install-native` it also reports success.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const native = join(root, 'native');
const require = createRequire(import.meta.url);
const isInstall = process.env.npm_lifecycle_event === 'postinstall';

/** Requirements of the addon, with Debian's package names. */
const needs = [
  { name: 'a C++ compiler', package: 'g++', present: () => runs(process.env.CXX || 'c++', ['--version']) },
  { name: 'Python 3 (for node-gyp)', package: 'python3', present: () => runs('python3', ['--version']) || runs('python', ['--version']) },
  { name: 'make', package: 'make', present: () => process.platform === 'win32' || runs('make', ['--version']) },
  {
    name: 'FAISS headers',
    package: 'libfaiss-dev',
    present: () => includeFolders().some((path) => existsSync(join(path, 'faiss/Index.h'))),
  },
  { name: 'OpenBLAS', package: 'libopenblas-dev', present: () => process.platform !== 'linux' || linksOpenBlas() },
];

const includeFolders = () =>
  [process.env.RANKLAB_FAISS_INCLUDE, '/usr/include', '/usr/local/include', '/opt/homebrew/include'].filter(Boolean);

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function linksOpenBlas() {
  if (process.env.RANKLAB_FAISS_LIBRARIES) return true;
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', ...['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu`)];
  return folders.some((folder) => existsSync(join(folder, 'libopenblas.so')));
}

/** Node's own headers on this machine, so that node-gyp has nothing to download; undefined where they are not found. */
function nodeHeaders() {
  const beside = dirname(dirname(process.execPath));
  const candidates = [process.env.npm_config_nodedir, beside, '/usr', '/usr/local'].filter(Boolean);
  return candidates.find((folder) => {
    const header = join(folder, 'include/node/node_version.h');
    if (!existsSync(header)) return false;
    const text = readFileSync(header, 'utf8');
    const part = (name) => new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1];
    return part('MAJOR') === process.versions.node.split('.')[0];
  });
}

function newestSource() {
  const sources = readdirSync(join(native, 'src'), { recursive: true }).map((name) => join(native, 'src', name));
  return Math.max(...[...sources, join(native, 'binding.gyp')].map((path) => statSync(path).mtimeMs));
}

/** The built addon's self-description from a separate process, or null if it does not load. */
export function probe(path) {
  const script = `process.stdout.write(JSON.stringify(require(${JSON.stringify(path)}).info()))`;
  const result = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 30_000 });
  return result.status === 0 ? JSON.parse(result.stdout) : null;
}

/** Compiles the addon in `folder`; returns the reason when it fails. `environment` names another FAISS (see binding.gyp). */
export function buildIn(folder, environment = {}) {
  const nodeGyp = join(root, 'node_modules/node-gyp/bin/node-gyp.js');
  if (!existsSync(nodeGyp) || !existsSync(join(root, 'node_modules/node-addon-api')))
    return 'node-gyp is not installed (dependencies were omitted)';
  const headers = nodeHeaders();
  const args = [nodeGyp, 'rebuild', '-C', folder, '-j', 'max', ...(headers ? [`--nodedir=${headers}`] : [])];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 900_000, env: { ...process.env, ...environment } });
  if (result.status === 0) return undefined;
  const log = join(root, 'node_modules/.cache/ranklab-native-build.log');
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, `${result.stdout ?? ''}\n${result.stderr ?? ''}`);
  const line = /.*(?:error:|cannot find|ENOTFOUND|ETIMEDOUT|not found).*/.exec(`${result.stderr}\n${result.stdout}`)?.[0].trim();
  return `compiling failed: ${line?.slice(0, 160) ?? 'see the log'} (log: node_modules/.cache/ranklab-native-build.log)`;
}

/** faiss-node's install script would clone and compile FAISS for minutes; only its prebuilt binary is downloaded here. */
function fetchFaissNode() {
  try {
    const folder = dirname(require.resolve('faiss-node/package.json'));
    const fetcher = require.resolve('prebuild-install/bin.js', { paths: [folder] });
    spawnSync(process.execPath, [fetcher, '--runtime', 'napi'], { cwd: folder, stdio: 'ignore', timeout: 20_000 });
    return runs(process.execPath, ['-e', `require(${JSON.stringify(folder)})`]);
  } catch {
    return false;
  }
}

function main() {
  if (process.env.RANKLAB_SKIP_NATIVE === '1') return 'not built: RANKLAB_SKIP_NATIVE is set';
  const target = join(native, 'build/Release/ranklab_faiss.node');
  const builtAt = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const force = process.argv.includes('--force');
  if (!force && builtAt > newestSource() && probe(target)) return undefined;
  const missing = needs.filter((need) => !need.present());
  if (missing.length > 0) {
    const packages = missing.map((need) => need.package).join(' ');
    return `not built: ${missing.map((need) => need.name).join(', ')} missing; on Debian or Ubuntu: sudo apt-get install ${packages}, then npm run install-native`;
  }
  const reason = buildIn(native);
  if (reason) return `not built: ${reason}; then npm run install-native`;
  return probe(target) ? undefined : 'built, but does not load; run npm run install-native after installing libgomp1 and libopenblas0';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problem = main();
  if (problem) {
    const fallback = fetchFaissNode() ? 'the prebuilt faiss-node' : 'the built-in exact search';
    console.log(`FAISS addon ${problem}. Until then ${fallback} is used.`);
    if (!isInstall) process.exitCode = 1;
  } else if (!isInstall) {
    const info = probe(join(native, 'build/Release/ranklab_faiss.node'));
    console.log(`FAISS addon ready: FAISS ${info.faissVersion}, ${info.kernels} kernels.`);
  }
}
