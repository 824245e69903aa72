/**
 * Keeps a slow function in step with a fast stream of inputs: one call at a time, and when it returns, the newest
 * waiting input goes next. Inputs in between are dropped, answers that were overtaken are never delivered late.
 */
interface LatestOnly<Input> {
  push(input: Input): void;
  /** Forgets what waits and drops the answer under way. */
  stop(): void;
}

interface LatestOnlyOptions<Input, Output> {
  readonly run: (input: Input, signal: AbortSignal) => Promise<Output>;
  readonly onResult: (output: Output, input: Input) => void;
  readonly onError: (error: unknown, input: Input) => void;
  /** Whether a newer input makes a call under way worthless, so that it is aborted instead of awaited. */
  readonly abandons?: (running: Input, next: Input) => boolean;
  /** Calls back when what changes together has changed; queueMicrotask in a page, where waiting for a frame would be lost time. */
  readonly schedule: (start: () => void) => void;
}

export function latestOnly<Input, Output>(options: LatestOnlyOptions<Input, Output>): LatestOnly<Input> {
  let waiting: { input: Input } | undefined;
  let running: { input: Input; abort: AbortController } | undefined;
  let scheduled = false;

  const wake = (): void => {
    if (scheduled || running || !waiting) return;
    scheduled = true;
    options.schedule(start);
  };

  function start(): void {
    scheduled = false;
    if (running || !waiting) return;
    const { input } = waiting;
    waiting = undefined;
    const call = { input, abort: new AbortController() };
    running = call;
    const finish = (deliver: () => void): void => {
      if (running !== call) return;
      running = undefined;
      // The next one is under way before this answer is drawn: what computes need not wait for what draws.
      if (!scheduled) start();
      deliver();
    };
    options.run(input, call.abort.signal).then(
      (output) => finish(() => options.onResult(output, input)),
      (error: unknown) => finish(() => options.onError(error, input)),
    );
  }

  return {
    push(input) {
      waiting = { input };
      if (running && options.abandons?.(running.input, input)) {
        running.abort.abort();
        running = undefined;
      }
      wake();
    },
    stop() {
      waiting = undefined;
      running?.abort.abort();
      running = undefined;
    },
  };
}
