/**
 * `npm run screenshots`: every page and state, light and dark, into the untracked folder screenshots/, to be looked at.
 * Uses the built application as the browser host serves it: an empty workspace, and one with data and models.
 */
import { chromium } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumArguments, chromiumPath } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'screenshots');
const ranklab = join(root, 'scripts/ranklab.mjs');

/** Measures once; later pictures find what the workspace kept. */
async function measureIndexes(page) {
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('img', { name: /Index trade-off/ }).waitFor({ timeout: 60_000 });
}

/** A state is a route and what to do before the picture. Names are file names. */
const filled = [
  { name: 'home', hash: '#/home' },
  ...['overview', 'users', 'videos', 'interactions', 'import', 'generate'].map((view) => ({
    name: `data-${view}`,
    hash: `#/data?view=${view}`,
  })),
  { name: 'model', hash: '#/model' },
  { name: 'model-index', hash: '#/model?view=index', act: measureIndexes },
  { name: 'model-map', hash: '#/model?view=map', settleMs: 3_000 },
  { name: 'lab', hash: '#/lab', settleMs: 4_000 },
  { name: 'experiments', hash: '#/experiments' },
  { name: 'serve', hash: '#/serve' },
  { name: 'definitions', hash: '#/definitions' },
  { name: 'definitions-narrow', hash: '#/definitions', size: { width: 800, height: 700 } },
  { name: 'settings', hash: '#/settings' },
  { name: 'palette', hash: '#/home', act: (page) => page.keyboard.press('Control+k') },
  { name: 'video-drawer', hash: '#/data?view=videos', act: (page) => page.getByRole('row').nth(2).click() },
  { name: 'lab-narrow', hash: '#/lab', size: { width: 1024, height: 720 }, settleMs: 4_000 },
  { name: 'home-narrow', hash: '#/home', size: { width: 960, height: 640 } },
];
const empty = [
  { name: 'empty-home', hash: '#/home' },
  { name: 'empty-data', hash: '#/data' },
  { name: 'empty-model', hash: '#/model' },
  { name: 'empty-lab', hash: '#/lab' },
  { name: 'empty-experiments', hash: '#/experiments' },
];
const failing = [
  { name: 'failed-video', hash: '#/lab?video=no-such-video' },
  { name: 'unknown-page', hash: '#/no-such-page' },
];

function make(workspace) {
  const size = ['--users', '600', '--videos', '1500', '--interactions', '24000', '--factors', '32', '--seed', '42'];
  const made = spawnSync(process.execPath, [ranklab, 'pipeline', '--workspace', workspace, '--quiet', ...size], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error('The workspace for the pictures could not be made.');
}

async function serve(workspace) {
  const child = spawn(process.execPath, [ranklab, 'serve', '--workspace', workspace, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((found, failed) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = /http:\/\/\S+/.exec(text);
      if (match) found(match[0]);
    });
    child.once('exit', (code) => failed(new Error(`ranklab serve ended with ${code}`)));
  });
  return { url, stop: () => child.kill() };
}

async function shoot(browser, url, states, scheme) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
  await page.goto(url);
  for (const { name, hash, act, settleMs = 1_200, size } of states) {
    await page.setViewportSize(size ?? { width: 1440, height: 900 });
    await page.evaluate((to) => (location.hash = to), hash);
    await page.waitForTimeout(settleMs);
    await act?.(page)?.catch((error) => console.log(`${name}: ${error.message.split('\n')[0]}`));
    if (act) await page.waitForTimeout(600);
    await page.screenshot({ path: join(target, `${name}-${scheme}.png`) });
    await page.keyboard.press('Escape');
  }
  await page.close();
}

await ensureBuilt('node');
await ensureBuilt('app');
mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'ranklab-screenshots-'));
process.env.RANKLAB_CONFIG_DIR = join(folder, 'configuration');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments() });
make(join(folder, 'Sample'));
const hosts = [
  { host: await serve(join(folder, 'Sample')), states: [...filled, ...failing] },
  { host: await serve(join(folder, 'Empty')), states: empty },
];
for (const { host, states } of hosts) {
  for (const scheme of ['light', 'dark']) await shoot(browser, host.url, states, scheme);
}
// Last, what a person sees when the service goes away under the page.
const pages = await Promise.all(
  ['light', 'dark'].map((colorScheme) => browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } })),
);
for (const page of pages) {
  await page.goto(`${hosts[0].host.url}`);
  await page.evaluate(() => (location.hash = '#/data?view=videos'));
  await page.waitForTimeout(1_500);
}
hosts[0].host.stop();
for (const [index, page] of pages.entries()) {
  await page.getByRole('tab', { name: 'Users' }).click();
  await page.waitForTimeout(2_000);
  await page.screenshot({ path: join(target, `service-gone-${['light', 'dark'][index]}.png`) });
}
for (const { host } of hosts) host.stop();
await browser.close();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log(`The pictures are in ${target}.`);
