import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from './file-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each part of the build: its sources and its command. */
const parts = {
  node: {
    sources: ['src/cli', 'src/library', 'src/service', 'src/engine', 'src/shared', 'native', 'vite.node.config.ts'],
    command: ['vite', 'build', '--config', 'vite.node.config.ts'],
  },
  app: {
    sources: ['src/main', 'src/preload', 'src/renderer', 'src/shared', 'electron.vite.config.ts'],
    command: ['electron-vite', 'build'],
  },
  'stand-in': {
    sources: ['test/electron/stand-in', 'scripts/chromium.mjs'],
    command: ['vite', 'build', '--config', 'test/electron/stand-in/vite.config.ts'],
  },
};

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  let latest = stats.mtimeMs;
  for (const name of readdirSync(path)) {
    if (name === 'build' || name === 'node_modules' || name.endsWith('.test.ts')) continue;
    latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

/**
 * Builds a part when its sources are newer than its stamp. A no-op in an installed application, which has no sources. Concurrent processes are
 * serialised: one builds, the others wait.
 */
export async function ensureBuilt(name) {
  if (!existsSync(join(root, 'src')) || isCurrent(name)) return;
  mkdirSync(join(root, 'out'), { recursive: true });
  await withFileLock(join(root, 'out', 'build.lock'), () => {
    if (!isCurrent(name)) build(name);
  });
}

const stampOf = (name) => join(root, 'out', `${name}.stamp`);

function isCurrent(name) {
  const builtAt = statSync(stampOf(name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return parts[name].sources.every((source) => newest(join(root, source)) < builtAt);
}

function build(name) {
  const { command } = parts[name];
  const startedAt = new Date();
  const [tool, ...args] = command;
  const result = spawnSync(process.execPath, [toolPath(tool), ...args, '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) throw new Error(`Building “${name}” failed: ${command.join(' ')}`);
  writeFileSync(stampOf(name), startedAt.toISOString());
  // Edits during the build are not included.
  utimesSync(stampOf(name), startedAt, startedAt);
}

const toolPath = (tool) => join(root, 'node_modules', tool, 'bin', `${tool}.js`);

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const name of process.argv.slice(2)) await ensureBuilt(name);
