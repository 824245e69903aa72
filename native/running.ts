import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeToken } from './addon-types';

/** What callers of long operations may pass: `signal` is polled (an AbortSignal fits), `report` hears fractions in [0, 1]. */
export interface RunContext {
  readonly signal?: { readonly aborted: boolean };
  report?(fraction: number, detail?: string): void;
}

const pollMs = 20;

export function throwIfAborted(context: RunContext | undefined): void {
  if (context?.signal?.aborted) throw new RankLabError('CANCELLED', 'Cancelled');
}

/** Runs one native operation; meanwhile hands on its progress as [from, to] of the whole and asks it to stop when told so. */
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
