import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each part of the build: what it is made from, and the command that makes it. */
const parts = {
  node: {
    sources: ['src/cli', 'src/service', 'src/engine', 'src/shared', 'native', 'vite.node.config.ts'],
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

/** Builds a part when its sources are newer than its stamp. An installed application has no sources: nothing to do. */
export async function ensureBuilt(name) {
  const part = parts[name];
  const stamp = join(root, 'out', `${name}.stamp`);
  if (!existsSync(join(root, 'src'))) return;
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (part.sources.every((source) => newest(join(root, source)) < builtAt)) return;
  const startedAt = new Date();
  const [tool, ...args] = part.command;
  const result = spawnSync(process.execPath, [toolPath(tool), ...args, '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) throw new Error(`Building “${name}” failed: ${part.command.join(' ')}`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, startedAt.toISOString());
}

const toolPath = (tool) => join(root, 'node_modules', tool, 'bin', `${tool}.js`);

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const name of process.argv.slice(2)) await ensureBuilt(name);
