import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeToken } from './addon-types';

/** Options of long operations: `signal` is polled (an AbortSignal works), `report` receives fractions in [0, 1]. */
export interface RunContext {
  readonly signal?: { readonly aborted: boolean };
  report?(fraction: number, detail?: string): void;
}

const pollMs = 20;

export function throwIfAborted(context: RunContext | undefined): void {
  if (context?.signal?.aborted) throw new RankLabError('CANCELLED', 'Cancelled');
}

/** Runs one native operation, reporting its progress as [from, to] of the whole and cancelling it when `signal` is aborted. */
export async function runWatched<Result>(
  addon: FaissAddon,
  context: RunContext | undefined,
  [from, to]: readonly [number, number],
  start: (token: NativeToken) => Promise<Result> | Result,
): Promise<Result> {
  throwIfAborted(context);
  const token = new addon.Token();
  if (!context) return start(token);
  const timer = setInterval(() => {
    context.report?.(from + (to - from) * token.fraction);
    if (context.signal?.aborted) token.cancel();
  }, pollMs);
  try {
    const result = await start(token);
    context.report?.(to);
    return result;
  } finally {
    clearInterval(timer);
  }
}
