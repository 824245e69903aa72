import type { TaskContext } from '#engine/ports';
import type { WorkerRunOptions } from './worker-pool';

/** A task's context for a worker: only a real AbortSignal can stop a thread. */
export const workerOptions = (context: TaskContext): WorkerRunOptions => ({
  ...(context.signal instanceof AbortSignal && { signal: context.signal }),
  report: (fraction, detail) => context.report?.(fraction, detail),
});
