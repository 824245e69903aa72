/**
 * Time to the first meaningful paint of a page in Chromium, with the service running and its files in the browser's cache:
 * from the start of navigation until the page's content (a heading or a table of the page, not “loading”) is painted.
 * Prints one JSON document, times in milliseconds.
 *
 *     node scripts/run-typescript.mjs bench/first-paint.ts [times]
 */
import { machine, openBench, percentiles } from './browser';

const [times = 10] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const pages = ['home', 'data', 'model', 'lab', 'experiments', 'definitions', 'settings'];

/** A message that is sent from a frame arrives after that frame has been painted. */
const observe = `
  window.meaningful = new Promise((found) => {
    const look = () => {
      const main = document.querySelector('main');
      const content = main?.querySelector('h2, table, [role=table], p[class*=title]');
      if (!content) return requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => found(performance.now());
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });
`;

const bench = await openBench(['--users', '2000', '--videos', '4000', '--interactions', '80000', '--seed', '42']);
try {
  const context = await bench.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  await page.goto(bench.url);
  await page.evaluate('meaningful');
  const results: Record<string, ReturnType<typeof percentiles>> = {};
  for (const name of pages) {
    const measured: number[] = [];
    for (let time = 0; time <= times; time++) {
      await page.evaluate(`location.hash = '#/${name}'`);
      await page.reload();
      const at = await page.evaluate<number>('meaningful');
      if (time > 0) measured.push(at); // the first run warms the cache
    }
    results[name] = percentiles(measured);
  }
  console.log(JSON.stringify({ machine: machine(), times, ...results }));
} finally {
  await bench.close();
}
