/**
 * `npm start`: the desktop window if Electron and a display are available, otherwise the same application in the browser, on a sample workspace.
 * Builds stale parts first. Never waits long for a missing network.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const electronFolder = join(root, 'node_modules/electron');
const probeMs = 3_000;
const downloadMs = 300_000;

const hasScreen = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The path of Electron's program, or undefined when it was never downloaded. */
function electronBinary() {
  const pathFile = join(electronFolder, 'path.txt');
  const binary = existsSync(pathFile) ? join(electronFolder, 'dist', readFileSync(pathFile, 'utf8')) : undefined;
  return binary && existsSync(binary) ? binary : undefined;
}

/** Electron is downloaded from its releases, not from the registry, and only if that server responds within seconds. */
async function downloadElectron() {
  const place = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/';
  const answers = await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) }).then(
    () => true,
    () => false,
  );
  if (!answers) return undefined;
  console.log('Downloading Electron (once)…');
  spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: ['ignore', 'inherit', 'ignore'], timeout: downloadMs });
  return electronBinary();
}

/** Where applications of this system keep their data. */
function dataFolder() {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/RankLab');
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'RankLab');
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'ranklab');
}

const ranklab = join(root, 'scripts/ranklab.mjs');

/**
 * Created at the first start in a temporary folder and then moved, so that an interrupted start leaves no partial workspace. It is named after its
 * final folder; the temporary path is not added to the recent workspaces.
 */
function sampleWorkspace() {
  const sample = join(dataFolder(), 'sample');
  if (existsSync(join(sample, 'workspace.json'))) return sample;
  const workshop = `${sample}.making-${process.pid}`;
  const making = join(workshop, 'Sample');
  mkdirSync(workshop, { recursive: true });
  const size = ['--users', '600', '--videos', '1500', '--interactions', '24000', '--factors', '32', '--seed', '42'];
  try {
    const made = spawnSync(process.execPath, [ranklab, 'pipeline', '--workspace', making, ...size], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, RANKLAB_CONFIG_DIR: join(workshop, 'configuration') },
    });
    if (made.status !== 0) throw new Error('The sample workspace could not be made; the lines above say why.');
    renameSync(making, sample);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return sample;
}

function openBrowser(url) {
  if (process.env.CI || !hasScreen()) return;
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  // Without a browser, the printed address suffices.
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

/** Serves until stopped and returns its exit code. */
function serveInBrowser(args) {
  const child = spawn(process.execPath, [ranklab, 'serve', '--workspace', sampleWorkspace(), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let opened = false;
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    const url = /http:\/\/\S+/.exec(String(chunk))?.[0];
    if (url && !opened) openBrowser(url);
    opened ||= url !== undefined;
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 0));
}

function inBrowser(why) {
  console.log(`${why}: RankLab runs in the browser instead.`);
  serveInBrowser(args);
}

function startDesktop(electron) {
  const startedAt = performance.now();
  // Chromium's own sandbox refuses to start for root.
  const child = spawn(electron, [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args], { stdio: 'inherit' });
  child.on('error', (error) => inBrowser(`Electron does not start (${error.message})`));
  child.on('exit', (code) => {
    const failedAtOnce = code !== 0 && performance.now() - startedAt < 5_000;
    if (failedAtOnce) inBrowser('Electron does not start here (the lines above say why)');
    else process.exit(code ?? 0);
  });
}

await ensureBuilt('node');
await ensureBuilt('app');
const args = process.argv.slice(2);
const electron = hasScreen() ? (electronBinary() ?? (await downloadElectron())) : undefined;
if (electron) startDesktop(electron);
else inBrowser(hasScreen() ? 'Electron’s program could not be downloaded here' : 'There is no screen here');
