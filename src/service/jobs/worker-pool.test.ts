import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { shareArrays, transferableBuffers } from './shared-arrays';
import type { TaskName } from './tasks';
import { WorkerPool, type WorkerPoolOptions, type WorkerRunOptions } from './worker-pool';

/** A worker program that speaks the pool's protocol and misbehaves on request. */
const workerSource = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id, task, input, flag }) => {
  if (task === 'spin') { // a busy loop: no message can arrive, only shared memory shows the cancellation
    parentPort.postMessage({ id, type: 'progress', fraction: 0.5, detail: 'spinning' });
    while (Atomics.load(flag, 0) === 0);
    parentPort.postMessage({ id, type: 'failed', error: { code: 'CANCELLED', message: 'Cancelled' } });
  }
  if (task === 'deaf') for (;;);
  if (task === 'die') process.exit(7);
  if (task === 'throw') throw new Error('boom');
  if (task === 'fail') parentPort.postMessage({ id, type: 'failed', error: { code: 'NOT_FOUND', message: 'no', place: 'here' } });
  if (task === 'add') { input.shared[0] += 1; parentPort.postMessage({ id, type: 'done', output: input.shared[0] }); }
});
`;
const folder = mkdtempSync(join(tmpdir(), 'ranklab-pool-'));
const faultyWorkerFile = join(folder, 'worker.mjs');
writeFileSync(faultyWorkerFile, workerSource);

let pool: WorkerPool | undefined;
const makePool = (options: WorkerPoolOptions = {}): WorkerPool => (pool = new WorkerPool(options));
const faultyPool = (options: WorkerPoolOptions = {}): WorkerPool => makePool({ workerFile: faultyWorkerFile, ...options });
const run = (task: string, input: unknown = {}, options?: WorkerRunOptions): Promise<unknown> =>
  pool!.run(task as TaskName, input as never, options);

afterEach(async () => {
  await pool?.close();
});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

describe('WorkerPool', () => {
  it('runs a task of the built worker', async () => {
    expect(await makePool().run('self-test', { values: Float32Array.of(1, 2, 3.5) })).toEqual({ sum: 6.5 });
  });

  it('rejects an unregistered task, also one named like a member of Object', async () => {
    makePool();
    await expect(run('nonsense')).rejects.toMatchObject({ code: 'INTERNAL', message: 'There is no worker task “nonsense”' });
    await expect(run('toString')).rejects.toMatchObject({ message: 'There is no worker task “toString”' });
  });

  it('shares arrays instead of copying them', async () => {
    faultyPool();
    const input = shareArrays({ shared: Float32Array.of(41) });
    expect(await run('add', input)).toBe(42);
    expect(input.shared[0]).toBe(42);
  });

  it('stops a busy loop through shared memory', async () => {
    faultyPool({ forceAfterMs: 20_000 });
    const controller = new AbortController();
    const reports: unknown[] = [];
    const result = run(
      'spin',
      {},
      {
        signal: controller.signal,
        report: (fraction, detail) => {
          reports.push([fraction, detail]);
          controller.abort();
        },
      },
    );
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(reports).toEqual([[0.5, 'spinning']]);
    expect(pool!.threadCount).toBe(1);
  });

  it('terminates a task that ignores cancellation, and continues', async () => {
    faultyPool({ forceAfterMs: 10, size: 1 });
    const controller = new AbortController();
    const result = run('deaf', {}, { signal: controller.signal });
    await sleep(20);
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await run('add', shareArrays({ shared: Int32Array.of(1) }))).toBe(2);
  });

  it('reports a dead worker as a typed error, and replaces the worker', async () => {
    faultyPool({ size: 1 });
    await expect(run('die')).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('exited with code 7') });
    await expect(run('throw')).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('boom') });
    expect(await run('add', shareArrays({ shared: Int32Array.of(1) }))).toBe(2);
  });

  it('passes typed errors on', async () => {
    faultyPool();
    await expect(run('fail')).rejects.toMatchObject({ code: 'NOT_FOUND', details: { place: 'here' } });
  });

  it('fails at once if an input cannot be cloned', async () => {
    faultyPool({ size: 1 });
    await expect(run('add', { shared: () => 1 })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await run('add', shareArrays({ shared: Int32Array.of(5) }))).toBe(6);
  });

  it('never has more threads than its size, and ends idle ones', async () => {
    faultyPool({ size: 2, idleMs: 20 });
    const inputs = Array.from({ length: 6 }, (_, i) => shareArrays({ shared: Int32Array.of(i) }));
    const results = Promise.all(inputs.map((input) => run('add', input)));
    expect(pool!.threadCount).toBe(2);
    expect(await results).toEqual([1, 2, 3, 4, 5, 6]);
    while (pool!.threadCount > 0) await sleep(5);
  });

  it('rejects a task cancelled before it runs, without running it', async () => {
    faultyPool({ size: 1 });
    const busy = new AbortController();
    const spinning = run('spin', {}, { signal: busy.signal });
    const waiting = new AbortController();
    const input = shareArrays({ shared: Int32Array.of(1) });
    const queued = run('add', input, { signal: waiting.signal });
    waiting.abort();
    await expect(queued).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(run('add', input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    busy.abort();
    await expect(spinning).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(input.shared[0]).toBe(1);
  });

  it('fails the running tasks on close', async () => {
    faultyPool();
    const deaf = run('deaf');
    const outcome = expect(deaf).rejects.toMatchObject({ code: 'SERVICE_GONE' });
    await pool!.close();
    await outcome;
    await expect(run('add')).rejects.toMatchObject({ code: 'SERVICE_GONE' });
  });
});

describe('shared arrays', () => {
  it('copies every typed array once, keeps values, types and aliases', () => {
    const offsets = Int32Array.of(0, 2);
    const original = {
      matrix: { rows: 1, offsets },
      again: offsets,
      list: [Float64Array.of(0.1), BigInt64Array.of(-1n)],
      name: 'x',
      none: null,
    };
    const shared = shareArrays(original);
    expect(shared).toEqual(original);
    expect(shared.matrix.offsets.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.again).toBe(shared.matrix.offsets);
    expect(shareArrays(shared).again).toBe(shared.again);
  });

  it('transfers whole buffers only, each once', () => {
    const whole = Float32Array.of(1, 2);
    const part = new Float32Array(new ArrayBuffer(16), 4, 2);
    expect(transferableBuffers({ a: whole, b: [whole, part], c: shareArrays(Int8Array.of(1)) })).toEqual([whole.buffer]);
  });
});
