/**
 * The catalogue map of 100,000 videos, panned with the mouse in Chromium. Prints one JSON document, times in milliseconds:
 * `frames`: from one painted frame to the next; `tasks`: tasks on the page's main thread, from Chromium's trace.
 *
 *     node scripts/run-typescript.mjs bench/pan.ts [videos] [seconds]
 *
 * Without a GPU Chromium draws in software, on the same cores as the benchmark.
 */
import type { Page } from '@playwright/test';
import { describeTasks, machine, mainThreadTasks, openBench, percentiles } from './browser';

const [videos = 100_000, seconds = 8] = process.argv.slice(2).map(Number).filter(Number.isFinite);

const observe = `
  window.frames_ = []; let last = 0;
  const frame = (now) => { if (last) frames_.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
`;

async function pan(page: Page): Promise<void> {
  const box = await page.locator('canvas[role=application]').boundingBox();
  if (!box) throw new Error('There is no map to pan');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const startedAt = performance.now();
  for (let now = startedAt; now - startedAt < seconds * 1_000; now = performance.now()) {
    const angle = (now - startedAt) / 500;
    await page.mouse.move(x + 0.3 * box.width * Math.sin(angle), y + 0.3 * box.height * Math.sin(2 * angle));
    await new Promise((resume) => setTimeout(resume, 8));
  }
  await page.mouse.up();
}

const bench = await openBench([
  '--users',
  '2000',
  '--videos',
  String(videos),
  '--interactions',
  '100000',
  '--factors',
  '16',
  '--seed',
  '3',
]);
try {
  const page = await bench.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(bench.url);
  await page.evaluate(`location.hash = '#/model?view=map'`);
  const canvas = page.locator('canvas[role=application]');
  await canvas.waitFor({ timeout: 300_000 });
  const shown = await canvas.getAttribute('aria-label');
  await pan(page); // warm-up, so that everything is compiled
  await page.evaluate(observe);
  const tasks = await mainThreadTasks(bench.browser, page, () => pan(page));
  const frames = await page.evaluate<number[]>('frames_');
  console.log(
    JSON.stringify({
      machine: machine(),
      shown,
      seconds,
      frames: percentiles(frames),
      framesPerSecond: Number((frames.length / (frames.reduce((sum, time) => sum + time, 0) / 1_000)).toFixed(1)),
      tasks: describeTasks(tasks),
    }),
  );
} finally {
  await bench.close();
}
