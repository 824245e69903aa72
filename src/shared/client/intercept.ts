import { fromWire } from './errors';

interface CallOptions {
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/** Allows a connection to fail calls that its transport would leave pending. */
export interface Lifeline {
  /** Settles as `pending` does, or rejects when the connection ends, whichever is first. */
  guard<Value>(pending: () => Promise<Value>): Promise<Value>;
}

const isAsyncIterator = (value: unknown): value is AsyncIterator<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'next' in value && Symbol.asyncIterator in value;

/** The client's half of the error boundary: every failure of a call, and of the stream it answers, is a RankLabError. */
export function errorBoundary(lifeline: Lifeline) {
  return async (options: CallOptions): Promise<unknown> => {
    const safely = <Value>(work: () => Promise<Value>): Promise<Value> =>
      lifeline.guard(work).catch((error: unknown) => {
        throw fromWire(error, options.signal, options.path.join('.'));
      });
    const output = await safely(() => options.next());
    if (!isAsyncIterator(output)) return output;
    return guardedIterator(output, safely);
  };
}

type Guard = <Value>(work: () => Promise<Value>) => Promise<Value>;

function guardedIterator(inner: AsyncIterator<unknown, unknown>, safely: Guard): AsyncIterableIterator<unknown, unknown> {
  return {
    next: () => safely(() => inner.next()),
    // The stream ends for its reader in any case, even if the transport cannot be notified.
    return: async () => {
      await inner.return?.().catch(() => undefined);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
