/**
 * `npm test`: all checks of a clean checkout in one command. System packages first (installed when root on
 * Debian or Ubuntu, otherwise named), then lint, types, vitest and playwright. The last line sums up both runners; a
 * step that fails outside a test counts as one failure, so the line never says 0 failed when something is wrong.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { countPlaywright, countVitest, closingLine } from './test-counts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, 'node_modules/.cache/test-reports');
const totals = { passed: 0, failed: 0, skipped: 0 };

function run(command, args, environment = {}) {
  const stdio = ['ignore', 'inherit', 'inherit'];
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio, env: { ...process.env, ...environment } });
  if (status === null) console.log(`${command} ${args[0]} was ended: ${signal ?? error?.message}`);
  return status === 0;
}

const tool = (path, ...args) => run(process.execPath, [join(root, 'node_modules', path), ...args]);

async function step(label, action) {
  const startedAt = performance.now();
  console.log(`\n── ${label}`);
  const passed = await Promise.resolve()
    .then(action)
    .catch((error) => console.error(error));
  console.log(`── ${label}: ${passed ? 'ok' : 'FAILED'} after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return passed === true;
}

/** A check without tests; its failure counts as one. */
async function check(label, action) {
  if (!(await step(label, action))) totals.failed += 1;
}

/** Starts a tool that takes minutes of one core beside the next steps. The result waits for its end and prints its output then. */
function beside(path, ...args) {
  const child = spawn(process.execPath, [join(root, 'node_modules', path), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = new Promise((settle) => {
    child.on('error', (error) => settle({ passed: false, why: error.message }));
    child.on('close', (status, signal) => settle({ passed: status === 0, why: signal ? `ended: ${signal}` : '' }));
  });
  return async () => {
    const { passed, why } = await ended;
    process.stdout.write(output);
    if (why) console.log(`${path}: ${why}`);
    return passed;
  };
}

/** A test runner: its own counts, plus one failure if it failed without a failed test. */
async function suite(label, reportName, count, action) {
  const report = join(reports, reportName);
  rmSync(report, { force: true });
  const passed = await step(label, () => action(report));
  const counts = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
  if (!passed && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}

function systemPackages() {
  const setup = join(root, 'scripts/setup-system.sh');
  const debian = existsSync('/etc/debian_version') && process.platform === 'linux';
  const missing = debian ? spawnSync('bash', [setup, '--list'], { encoding: 'utf8' }).stdout.trim() : '';
  if (missing && process.getuid?.() === 0) return run('bash', [setup]);
  if (missing) console.log(`Missing system packages. Run:  sudo apt-get update && sudo apt-get install -y ${missing}`);
  else if (!chromiumPath()) console.log('No Chromium found: install one, or name it in RANKLAB_CHROMIUM.');
  return !missing && chromiumPath() !== undefined;
}

/** `npm ci` builds the addon; here it is rebuilt if libfaiss was installed later or the sources changed. Optional: it never fails. */
const nativeAddon = () => run(process.execPath, [join(root, 'scripts/install-native.mjs')]);

mkdirSync(reports, { recursive: true });
await check('system packages', systemPackages);
nativeAddon();
const linted = beside('eslint/bin/eslint.js', '.');
await check('format', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'));
await check('types', () => tool('typescript/bin/tsc', '-b'));
await check('build', () => ensureBuilt('node').then(() => ensureBuilt('app').then(() => true)));
await check('lint', linted);
await suite('vitest', 'vitest.json', countVitest, (report) =>
  tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile=${report}`),
);
await suite('playwright', 'playwright.json', countPlaywright, (report) =>
  run(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  }),
);

console.log(`\n${closingLine(totals)}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
