import type { TaskContext } from '#engine/ports';

/** Work on the service's main thread yields to requests between blocks. */
export const sharedThread = (context: TaskContext = {}): TaskContext => ({
  ...(context.signal && { signal: context.signal }),
  report: (fraction, detail) => context.report?.(fraction, detail),
  yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
});
