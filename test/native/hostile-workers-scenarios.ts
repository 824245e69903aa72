import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { random, d, filled } from './hostile-tools';
import type { Scenarios } from './hostile-tools';

/** Worker threads and processes that end during a call. */
export const workersScenarios: Scenarios = {
  async workers() {
    const run = (): Promise<string> =>
      new Promise((resolve) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { argv: ['shapes'], stdout: true });
        let text = '';
        worker.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        worker.on('exit', () => resolve(text));
        worker.on('error', (error) => resolve(String(error)));
      });
    const texts = await Promise.all([run(), run(), run()]);
    const busy = new Worker(fileURLToPath(import.meta.url), { argv: ['busy'], stdout: true });
    await new Promise((resolve) => setTimeout(resolve, 700));
    const code = await busy.terminate();
    return { alike: new Set(texts).size === 1 && (texts[0] ?? '').includes('unchanged'), terminated: code };
  },

  /** Does not end by itself: searches and adds until the worker is terminated or the process exits. */
  async busy() {
    const index = await filled('HNSW16', 2000);
    const big = random(500 * d);
    for (;;)
      await Promise.all([index.search(big, { neighborCount: 20 }), index.add(random(100 * d)), index.search(big, { neighborCount: 20 })]);
  },

  async leaving() {
    void workersScenarios['busy']?.();
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.stdout.write(JSON.stringify('left'));
    process.exit(0);
  },
};
