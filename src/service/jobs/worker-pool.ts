import { availableParallelism } from 'node:os';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { RankLabError } from '#shared/errors';
import { errorFromPayload } from '../errors';
import { silentLogger, type Logger } from '../logger';
import type { TaskRegistry } from './serve-tasks';
import type { tasks } from './tasks';
import { findWorkerFile } from './worker-file';
import type { WorkerReply, WorkerRequest } from './worker-messages';

export interface WorkerRunOptions {
  readonly signal?: AbortSignal;
  readonly report?: (fraction: number, detail?: string) => void;
}

export interface WorkerPoolOptions {
  readonly logger?: Logger;
  /** Most threads at a time. */
  readonly size?: number;
  /** An idle thread is released after this long. */
  readonly idleMs?: number;
  /** A task that ignores its cancellation for this long is stopped by force. */
  readonly forceAfterMs?: number;
  readonly workerFile?: string;
}

interface Call {
  readonly request: WorkerRequest;
  readonly options: WorkerRunOptions;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly stopListening: () => void;
}

interface Thread {
  readonly worker: Worker;
  call: Call | undefined;
  idleTimer: NodeJS.Timeout | undefined;
  hasExited: boolean;
}

const cancelled = (): RankLabError => new RankLabError('CANCELLED', 'Cancelled');

/**
 * Runs named tasks in worker threads. Shared typed arrays are passed without a copy (`shareArrays`), outputs are transferred. `Tasks` are those of the
 * program in `workerFile`.
 */
export class WorkerPool<Tasks extends TaskRegistry = typeof tasks> {
  private readonly threads = new Set<Thread>();
  private readonly waiting: Call[] = [];
  private readonly size: number;
  private readonly idleMs: number;
  private readonly forceAfterMs: number;
  private readonly logger: Logger;
  private workerFile: string | undefined;
  private nextId = 1;
  private closed = false;

  constructor(options: WorkerPoolOptions = {}) {
    this.size = options.size ?? Math.min(16, Math.max(2, availableParallelism() - 1));
    this.idleMs = options.idleMs ?? 30_000;
    this.forceAfterMs = options.forceAfterMs ?? 5_000;
    this.logger = options.logger ?? silentLogger;
    this.workerFile = options.workerFile;
  }

  /** Threads alive at this moment, busy or idle. */
  get threadCount(): number {
    return this.threads.size;
  }

  /**
   * Runs a task and returns its output. Throws what the task threw, CANCELLED when `signal` aborts (once the task has
   * stopped), INTERNAL when its thread died.
   */
  run<Name extends keyof Tasks & string>(
    task: Name,
    input: Parameters<Tasks[Name]>[0],
    options: WorkerRunOptions = {},
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    return this.runNamed(task, input, options) as Promise<Awaited<ReturnType<Tasks[Name]>>>;
  }

  private runNamed(task: string, input: unknown, options: WorkerRunOptions): Promise<unknown> {
    if (this.closed) return Promise.reject(new RankLabError('SERVICE_GONE', 'The service is shutting down'));
    if (options.signal?.aborted) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const flag = new Int32Array(new SharedArrayBuffer(4));
      const request = { id: this.nextId++, task, input, flag };
      const onAbort = (): void => this.abort(call);
      const stopListening = (): void => options.signal?.removeEventListener('abort', onAbort);
      const call: Call = { request, options, resolve, reject, stopListening };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(call);
      this.dispatch();
    });
  }

  /** Stops every thread. Running tasks fail with SERVICE_GONE. */
  async close(): Promise<void> {
    this.closed = true;
    const shutdownError = new RankLabError('SERVICE_GONE', 'The service is shutting down');
    for (const call of this.waiting.splice(0)) this.settle(call, () => call.reject(shutdownError));
    const stopping = [...this.threads].map((thread) => {
      this.drop(thread, shutdownError);
      return thread.worker.terminate();
    });
    await Promise.all(stopping);
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const thread = [...this.threads].find((candidate) => !candidate.call) ?? this.grow();
      if (!thread) return;
      const call = this.waiting.shift();
      if (call) this.assign(thread, call);
    }
  }

  private grow(): Thread | undefined {
    if (this.threads.size >= this.size) return undefined;
    this.workerFile ??= findWorkerFile();
    const worker = new Worker(this.workerFile, { name: 'ranklab-worker', env: SHARE_ENV });
    const thread: Thread = { worker, call: undefined, idleTimer: undefined, hasExited: false };
    worker.on('message', (reply: WorkerReply) => this.receive(thread, reply));
    worker.on('messageerror', (error) => this.crashed(thread, error));
    worker.on('error', (error) => this.crashed(thread, error));
    worker.on('exit', (code) => this.crashed(thread, new Error(`it exited with code ${code}`)));
    this.threads.add(thread);
    return thread;
  }

  private assign(thread: Thread, call: Call): void {
    clearTimeout(thread.idleTimer);
    thread.call = call;
    thread.worker.ref();
    try {
      thread.worker.postMessage(call.request);
    } catch (error) {
      thread.call = undefined;
      this.rest(thread);
      const message = `The input of “${call.request.task}” cannot be sent to a worker`;
      this.settle(call, () => call.reject(new RankLabError('INTERNAL', message, {}, { cause: error })));
    }
  }

  private receive(thread: Thread, reply: WorkerReply): void {
    const { call } = thread;
    if (call?.request.id !== reply.id) return;
    if (reply.type === 'progress') {
      if (!call.options.signal?.aborted) call.options.report?.(reply.fraction, reply.detail);
      return;
    }
    thread.call = undefined;
    this.rest(thread);
    this.settle(call, () => {
      if (reply.type === 'done') call.resolve(reply.output);
      else call.reject(this.failure(call, reply));
    });
    this.dispatch();
  }

  private failure(call: Call, reply: Extract<WorkerReply, { type: 'failed' }>): RankLabError {
    const error = errorFromPayload(reply.error);
    if (reply.stack !== undefined) error.stack = reply.stack;
    if (error.code === 'INTERNAL') this.logger.error({ err: error, task: call.request.task }, 'a worker task failed unexpectedly');
    return error;
  }

  private abort(call: Call): void {
    const position = this.waiting.indexOf(call);
    if (position >= 0) {
      this.waiting.splice(position, 1);
      this.settle(call, () => call.reject(cancelled()));
      return;
    }
    Atomics.store(call.request.flag, 0, 1);
    const timer = setTimeout(() => this.stopByForce(call), this.forceAfterMs);
    timer.unref();
  }

  private stopByForce(call: Call): void {
    const thread = [...this.threads].find((candidate) => candidate.call === call);
    if (!thread) return;
    this.logger.warn({ task: call.request.task }, 'a task ignored its cancellation; its thread is stopped');
    this.drop(thread, undefined);
    void thread.worker.terminate().then(() => {
      this.settle(call, () => call.reject(cancelled()));
      this.dispatch();
    });
  }

  private crashed(thread: Thread, error: Error): void {
    if (thread.hasExited) return;
    const task = thread.call?.request.task;
    this.logger.error({ err: error, task }, 'a worker stopped unexpectedly');
    const details = { remedy: 'Try again. If it repeats, the machine may be short of memory.' };
    const message = `The worker for “${task ?? 'nothing'}” stopped unexpectedly: ${error.message}`;
    this.drop(thread, new RankLabError('INTERNAL', message, details, { cause: error }));
    this.dispatch();
  }

  /** Removes a thread from the pool; its call, if any, fails with `error`. */
  private drop(thread: Thread, error: RankLabError | undefined): void {
    thread.hasExited = true;
    clearTimeout(thread.idleTimer);
    this.threads.delete(thread);
    const { call } = thread;
    thread.call = undefined;
    if (call && error) this.settle(call, () => call.reject(error));
  }

  /** An idle thread does not keep the process alive, and is released after a while. */
  private rest(thread: Thread): void {
    thread.worker.unref();
    thread.idleTimer = setTimeout(() => {
      this.drop(thread, undefined);
      void thread.worker.terminate();
    }, this.idleMs);
    thread.idleTimer.unref();
  }

  private settle(call: Call, outcome: () => void): void {
    call.stopListening();
    outcome();
  }
}
