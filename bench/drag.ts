/**
 * A slider of the Lab, dragged in Chromium: 10,000 test users × 200 candidates × 9 signals, six metrics with intervals, two
 * variants, with lists and everything else on screen. Prints one JSON document, times in milliseconds:
 * `answers`: from a measured position until its numbers are painted; `positions`: from every position of the slider until
 * numbers of it or of a newer one are painted; `moves`: the positions whose weight differs from the one before (when the pointer
 * moves slowly the weight and the numbers stay the same, and nothing new is painted); `tasks`: tasks on the page's main thread,
 * from Chromium's trace.
 *
 *     node scripts/run-typescript.mjs bench/drag.ts [users] [seconds]
 *
 * Page, service and tracing share the machine's cores.
 */
import type { Page } from '@playwright/test';
import { describeTasks, machine, mainThreadTasks, openBench, percentiles } from './browser';

const [users = 12_000, seconds = 10] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const metrics = ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10'];
const STEP_MS = 16;

/** Runs in the page: records every slider position with its weight, and when the numbers of each position were painted. */
const observe = `
  window.positions = []; window.painted = [];
  addEventListener('input', ({ target }) => positions.push([performance.now(), target.getAttribute('aria-valuetext')]), true);
  const start = () => {
    const panel = document.querySelector('section[aria-label=Metrics]');
    if (!panel) return setTimeout(start, 50);
    new MutationObserver(() => {
      const requestedAt = Number(panel.dataset.requestedAt);
      // A message that is sent from a frame arrives after that frame has been painted.
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => painted.push([requestedAt, performance.now()]); channel.port2.postMessage(0); });
    }).observe(panel, { attributes: true, attributeFilter: ['data-requested-at'] });
  };
  start();
`;

interface Seen {
  readonly positions: [at: number, weightBefore: string][];
  readonly painted: [requestedAt: number, paintedAt: number][];
}

async function drag(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Freshness', exact: true });
  const box = await slider.boundingBox();
  if (!box) throw new Error('There is no slider to drag');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + 7, middle);
  await page.mouse.down();
  const startedAt = performance.now();
  for (let now = startedAt; now - startedAt < seconds * 1_000; now = performance.now()) {
    const share = 0.5 - 0.45 * Math.cos((now - startedAt) / 700);
    await page.mouse.move(box.x + 7 + share * (box.width - 14), middle);
    await new Promise((resume) => setTimeout(resume, STEP_MS));
  }
  await page.mouse.up();
}

const bench = await openBench([
  '--users',
  String(users),
  '--videos',
  '3000',
  '--interactions',
  String(users * 50),
  '--factors',
  '50',
  '--seed',
  '3',
]);
try {
  const page = await bench.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(
    `localStorage.setItem('ranklab-preferences', JSON.stringify({ state: { metrics: ${JSON.stringify(metrics)}, k: 10, liveMemoryMb: 4000 }, version: 1 }))`,
  );
  await page.addInitScript(observe);
  await page.goto(bench.url);
  await page.evaluate(`location.hash = '#/lab'`);
  await page.locator('section[aria-label=Metrics][data-exact=true]').waitFor({ timeout: 300_000 });
  const notes = await page.locator('section[aria-label=Metrics] [class*=notes]').first().innerText();
  await drag(page); // warm-up, so that everything is compiled
  await page.locator('section[aria-label=Metrics][data-exact=true]').waitFor({ timeout: 60_000 });
  await page.evaluate('positions.length = 0; painted.length = 0');
  await drag(page);
  await page.locator('section[aria-label=Metrics][data-exact=true]').waitFor({ timeout: 60_000 });
  const { positions, painted } = await page.evaluate<Seen>('({ positions, painted })');
  // A second run with the trace, which adds overhead.
  const tasks = await mainThreadTasks(bench.browser, page, () => drag(page));
  const waits = positions.map(([at]) => (painted.find(([requestedAt]) => requestedAt >= at - 1)?.[1] ?? NaN) - at);
  const moved = (index: number): boolean => positions[index]?.[1] !== positions[index + 1]?.[1];
  console.log(
    JSON.stringify({
      machine: machine(),
      measured: notes,
      poolSize: 200,
      metrics: metrics.length,
      seconds,
      answers: percentiles(painted.map(([requestedAt, paintedAt]) => paintedAt - requestedAt)),
      positions: percentiles(waits.filter((wait) => !Number.isNaN(wait))),
      moves: percentiles(waits.filter((wait, index) => !Number.isNaN(wait) && moved(index))),
      tasks: describeTasks(tasks),
    }),
  );
} finally {
  await bench.close();
}
