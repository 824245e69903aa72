/**
 * `npm run screenshots`: every page and state, light and dark, into the untracked folder screenshots/, for review.
 * Uses the built application as the browser host serves it: an empty workspace, and one with data and models.
 * `npm run screenshots -- lab experiments` takes only those whose names have one of these prefixes.
 */
import { chromium } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumArguments, chromiumPath } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { empty, failing, filled } from './screenshot-states.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'screenshots');
const ranklab = join(root, 'scripts/ranklab.mjs');

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

const wide = { width: 1440, height: 900 };

async function picture(page, { name, hash, act, after, settleMs = 1_200, size }, scheme) {
  await page.setViewportSize(size ?? wide);
  await page.evaluate((to) => (location.hash = to), hash);
  await page.waitForTimeout(settleMs);
  const attempt = (work) => work?.(page)?.catch((error) => console.log(`${name}, ${scheme}: ${error.message.split('\n')[0]}`));
  await attempt(act);
  if (act) await page.waitForTimeout(600);
  await page.screenshot({ path: join(target, `${name}-${scheme}.png`) });
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await attempt(after);
}

const requested = process.argv.slice(2);
const isAsked = ({ name }) => requested.length === 0 || requested.some((start) => name.startsWith(start));

async function shoot(browser, url, states, scheme) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: wide, deviceScaleFactor: 1 });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  for (const state of states.filter(isAsked)) await picture(page, state, scheme);
  await page.close();
}

async function shootFailing(browser, url, scheme) {
  for (const state of failing.filter(isAsked)) {
    const page = await browser.newPage({ colorScheme: scheme, viewport: wide, deviceScaleFactor: 1 });
    await state.before?.(page);
    await page.goto(url);
    await picture(page, state, scheme);
    await page.close();
  }
}

await ensureBuilt('node');
await ensureBuilt('app');
mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'ranklab-screenshots-'));
process.env.RANKLAB_CONFIG_DIR = join(folder, 'configuration');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments() });
make(join(folder, 'Sample'));
const hosts = [
  { host: await serve(join(folder, 'Sample')), states: filled },
  { host: await serve(join(folder, 'Empty')), states: empty },
];
for (const { host, states } of hosts) {
  for (const scheme of ['light', 'dark']) await shoot(browser, host.url, states, scheme);
}
for (const scheme of ['light', 'dark']) await shootFailing(browser, hosts[0].host.url, scheme);
// Last, the page after the service has stopped, and navigation to a page whose files are not loaded.
const schemes = isAsked({ name: 'service-gone' }) ? ['light', 'dark'] : [];
const pages = await Promise.all(schemes.map((colorScheme) => browser.newPage({ colorScheme, viewport: wide })));
for (const page of pages) {
  // Navigates before the files are prefetched.
  await page.route('**/assets/settings-page*', (route) => route.abort());
  await page.goto(`${hosts[0].host.url}`);
  await page.evaluate(() => (location.hash = '#/data?view=videos'));
  await page.waitForTimeout(1_500);
}
hosts[0].host.stop();
for (const [index, page] of pages.entries()) {
  await page.getByRole('tab', { name: 'Users' }).click();
  await page.waitForTimeout(2_000);
  await page.screenshot({ path: join(target, `service-gone-${schemes[index]}.png`) });
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(target, `service-gone-new-page-${schemes[index]}.png`) });
}
for (const { host } of hosts) host.stop();
await browser.close();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log(`The pictures are in ${target}.`);
