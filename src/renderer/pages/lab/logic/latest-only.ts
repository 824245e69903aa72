/**
 * Calls a slow function for a fast stream of inputs: one call at a time; when it returns, the newest waiting input is next. Inputs in between are
 * dropped, and superseded results are never delivered.
 */
interface LatestOnly<Input> {
  push(input: Input): void;
  /** Drops the waiting input and the result in flight. */
  stop(): void;
}

interface LatestOnlyOptions<Input, Output> {
  readonly run: (input: Input, signal: AbortSignal) => Promise<Output>;
  readonly onResult: (output: Output, input: Input) => void;
  readonly onError: (error: unknown, input: Input) => void;
  /** Whether a newer input supersedes the call in flight, which is then aborted. */
  readonly abandons?: (running: Input, next: Input) => boolean;
  /** Schedules a call after a batch of changes; queueMicrotask in a page, because waiting for a frame would waste time. */
  readonly schedule: (start: () => void) => void;
}

export function latestOnly<Input, Output>(options: LatestOnlyOptions<Input, Output>): LatestOnly<Input> {
  let waiting: { input: Input } | undefined;
  let running: { input: Input; abort: AbortController } | undefined;
  let scheduled = false;

  const resume = (): void => {
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
      // Starts the next call before this result is rendered, so that computing does not wait for rendering.
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
      resume();
    },
    stop() {
      waiting = undefined;
      running?.abort.abort();
      running = undefined;
    },
  };
}
