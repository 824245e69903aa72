import { parentPort } from 'node:worker_threads';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { errorPayload } from '../errors';
import { usePlatformHash } from '../platform-hash';
import { transferableBuffers } from './shared-arrays';
import type { WorkerReply, WorkerRequest } from './worker-messages';

type AnyTask = (input: unknown, context: TaskContext) => unknown;
/** Tasks by name, each with its own input. */
export type TaskRegistry = Readonly<Record<string, (input: never, context: TaskContext) => unknown>>;

/** Messages have no backpressure: a task may report at any rate, 20 a second are sent. */
const progressIntervalMs = 50;

function contextFor({ id, flag }: WorkerRequest, send: (reply: WorkerReply) => void): TaskContext {
  let lastAtMs = -Infinity;
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) === 1;
    },
  };
  const report = (fraction: number, detail?: string): void => {
    const nowMs = performance.now();
    if (nowMs - lastAtMs < progressIntervalMs) return;
    lastAtMs = nowMs;
    send({ id, type: 'progress', fraction, detail });
  };
  return { signal, report };
}

/** The body of a worker thread: runs one task at a time, reports progress, transfers the output's buffers. */
export function serveTasks(tasks: TaskRegistry): void {
  if (!parentPort) return;
  usePlatformHash();
  const port = parentPort;
  const registry = tasks as Readonly<Record<string, AnyTask>>;
  const answer = async (request: WorkerRequest): Promise<void> => {
    const { id, task, input } = request;
    try {
      const run = Object.hasOwn(registry, task) ? registry[task] : undefined;
      if (!run) throw new RankLabError('INTERNAL', `There is no worker task “${task}”`);
      const output = await run(
        input,
        contextFor(request, (reply) => port.postMessage(reply)),
      );
      port.postMessage({ id, type: 'done', output } satisfies WorkerReply, transferableBuffers(output));
    } catch (error) {
      const stack = error instanceof Error ? error.stack : undefined;
      port.postMessage({ id, type: 'failed', error: errorPayload(error), stack } satisfies WorkerReply);
    }
  };
  port.on('message', (request: WorkerRequest) => void answer(request));
}
