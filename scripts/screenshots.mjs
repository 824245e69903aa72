/**
 * `npm run screenshots`: every page and state at 1,440, 1,024 and 390 px, light and dark, into the untracked folder screenshots/, for review.
 * Uses the built application as the browser host serves it: an empty workspace, and one with data and models. A state is reached once;
 * the window is then resized and its colour scheme changed. Groups of states that do not disturb each other run side by side.
 * `npm run screenshots -- lab experiments` takes only those whose names have one of these prefixes; `--workspace DIR` shows a workspace of your own.
 * `--approved` takes only the pictures that tests compare, in one font and without times; `--approve` makes those taken the approved ones.
 */
import { chromium } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumArguments, chromiumPath } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { approved } from './pictures/approved.mjs';
import { halved } from './pictures/compare.mjs';
import { decodePng, encodePng } from './pictures/png.mjs';
import { plainStyle, scrub } from './pictures/scrub.mjs';
import { empty, failing, filled } from './screenshot-states.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ranklab = join(root, 'scripts/ranklab.mjs');
const { values: options, positionals: requested } = parseArgs({
  allowPositionals: true,
  options: {
    workspace: { type: 'string' },
    out: { type: 'string', default: join(root, 'screenshots') },
    approved: { type: 'boolean', default: false },
    approve: { type: 'boolean', default: false },
  },
});
const target = options.out;
const onlyApproved = options.approved || options.approve;
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
const schemes = ['light', 'dark'];
/** Groups that run at the same time. */
const GROUPS = 3;

function make(workspace) {
  const [users, videos, interactions] = onlyApproved ? [200, 400, 6_000] : [600, 1_500, 24_000];
  const counts = { users, videos, interactions, factors: 32, seed: 42 };
  const size = Object.entries(counts).flatMap(([name, count]) => [`--${name}`, String(count)]);
  const made = spawnSync(process.execPath, [ranklab, 'pipeline', '--workspace', workspace, '--quiet', ...size], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error('The workspace for the pictures could not be made.');
}

async function serve(workspace) {
  const child = spawn(process.execPath, [ranklab, 'serve', '--workspace', workspace, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
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

/** Counts the requests under way, without the ones that stay open to follow a job. */
function followRequests(page) {
  const open = new Set();
  const isCounted = (request) => !/\/job\/watch/.test(request.url());
  page.on('request', (request) => isCounted(request) && open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  return open;
}

/** Until nothing has been requested for a moment, and at most `mostMs`. */
async function quiet(page, open, mostMs) {
  const end = Date.now() + mostMs;
  for (let calm = 0; calm < 3 && Date.now() < end; calm = open.size === 0 ? calm + 1 : 0) await page.waitForTimeout(90);
}

/** Of the approved pictures, one at rest: the same as a moment before. */
async function capture(page, path) {
  if (!onlyApproved) return page.screenshot({ path, animations: 'disabled' });
  let before;
  for (let attempt = 0; attempt < 12; attempt++) {
    await page.evaluate(scrub);
    const picture = await page.screenshot({ animations: 'disabled' });
    if (before?.equals(picture)) break;
    before = picture;
    await page.waitForTimeout(120);
  }
  writeFileSync(path, before);
}

/** The policy of the service forbids styles of others, such as the one font of approved pictures. */
async function opened(browser, url) {
  const page = await browser.newPage({ viewport: sizes[0], deviceScaleFactor: 1, bypassCSP: onlyApproved });
  page.setDefaultTimeout(20_000);
  const open = followRequests(page);
  await page.goto(url);
  if (onlyApproved) await page.addStyleTag({ content: plainStyle });
  return { page, open };
}

async function pictures(page, open, { name, hash, act, after, settleMs = 6_000, size }) {
  const attempt = (work) => work?.(page)?.catch((error) => console.log(`${name}: ${error.message.split('\n')[0]}`));
  await page.setViewportSize(size ?? sizes[0]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate((to) => (location.hash = to), hash);
  await quiet(page, open, settleMs);
  await attempt(act);
  await quiet(page, open, 4_000);
  for (const scheme of schemes) {
    for (const { width, height } of size ? [size] : sizes) {
      if (onlyApproved && !approved[name]?.includes(`${scheme}-${width}`)) continue;
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      // One frame for the layout, one for what measures itself.
      await page.waitForTimeout(150);
      await capture(page, join(target, `${name}-${scheme}-${width}.png`));
    }
  }
  await page.setViewportSize(size ?? sizes[0]);
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await attempt(after);
}

const isAsked = ({ name }) =>
  (!onlyApproved || name in approved) && (requested.length === 0 || requested.some((start) => name.startsWith(start)));

async function shoot(browser, url, states) {
  const { page, open } = await opened(browser, url);
  for (const state of states) await pictures(page, open, state);
  await page.close();
}

/** States whose first request fails or stays open: each in a page of its own. */
async function shootFailing(browser, url, states) {
  for (const state of states) {
    const page = await browser.newPage({ viewport: sizes[0], deviceScaleFactor: 1 });
    const open = followRequests(page);
    await state.before?.(page);
    await page.goto(url);
    await pictures(page, open, state);
    await page.close();
  }
}

/** Last, the page after the service has stopped, and navigation to a page whose files are not loaded. */
async function shootGone(browser, host) {
  const page = await browser.newPage({ viewport: sizes[0], deviceScaleFactor: 1 });
  // Navigates before the files are prefetched.
  await page.route('**/assets/settings-page*', (route) => route.abort());
  await page.goto(host.url);
  const open = followRequests(page);
  await page.evaluate(() => (location.hash = '#/data?view=videos'));
  await page.waitForTimeout(1_500);
  host.stop();
  await page.getByRole('tab', { name: 'Users' }).click();
  await page.waitForTimeout(2_000);
  await pictures(page, open, { name: 'service-gone', hash: '#/data?view=users' });
  await pictures(page, open, { name: 'service-gone-new-page', hash: '#/settings' });
  await page.close();
}

/** Work by its place in the queue: the next one starts when one of the running ones ends. */
async function atMost(count, work) {
  const waiting = [...work];
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (waiting.length > 0) await waiting.shift()?.();
    }),
  );
}

/** Halves the pictures that were taken and puts them where the tests find them. All are read before the first earlier one is replaced. */
function approve() {
  const folder = join(root, 'test/e2e/approved');
  const filesOf = (states) => states.flatMap(([name, kinds]) => kinds.map((kind) => `${name}-${kind}.png`));
  const all = Object.entries(approved);
  const pictures = filesOf(all.filter(([name]) => isAsked({ name }))).map((file) => {
    return [file, encodePng(halved(decodePng(readFileSync(join(target, file)))))];
  });
  mkdirSync(folder, { recursive: true });
  const wanted = new Set(filesOf(all));
  for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file));
  for (const [file, picture] of pictures) writeFileSync(join(folder, file), picture);
  console.log(`Approved: ${pictures.length} pictures in ${folder}`);
}

/** Names that no state begins with: a mistyped one must not pass as a run without pictures. */
const states = [...filled, ...empty, ...failing, { name: 'service-gone' }, { name: 'service-gone-new-page' }];
const unknown = requested.filter((start) => !states.some((state) => state.name.startsWith(start) && isAsked(state)));
if (unknown.length > 0) {
  const known = [...new Set(states.filter(({ name }) => !onlyApproved || name in approved).map(({ name }) => name))];
  console.error(
    `No ${onlyApproved ? 'approved picture' : 'state'} begins with ${unknown.join(' or ')}. There are: ${known.sort().join(', ')}`,
  );
  process.exit(2);
}
await ensureBuilt('node');
await ensureBuilt('app');
mkdirSync(target, { recursive: true });
const startedAt = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'ranklab-screenshots-'));
process.env.RANKLAB_CONFIG_DIR = join(folder, 'configuration');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments() });
const sample = options.workspace ?? join(folder, 'Sample');
if (options.workspace === undefined) make(sample);
const [full, blank] = [await serve(sample), await serve(join(folder, 'Empty'))];
/** The Lab's states change its variants and experiments use them, so these follow each other; each other page is a group. */
const groupOf = ({ name }) => (/^(lab|palette|experiment)/.test(name) ? 'lab' : name.split('-')[0]);
const asked = filled.filter(isAsked);
const groups = [...new Set(asked.map(groupOf))].map((name) => asked.filter((state) => groupOf(state) === name));
await atMost(GROUPS, [
  ...groups.map((states) => () => shoot(browser, full.url, states)),
  () => shoot(browser, blank.url, empty.filter(isAsked)),
]);
await shootFailing(browser, full.url, failing.filter(isAsked));
if (isAsked({ name: 'service-gone' })) await shootGone(browser, full);
full.stop();
blank.stop();
await browser.close();
if (options.approve) approve();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log(`The pictures are in ${target}, after ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
