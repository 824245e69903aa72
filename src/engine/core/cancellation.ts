import { RankLabError } from '#shared/errors';
import type { TaskContext } from '../ports';

/** Throws CANCELLED once the caller has cancelled; call it between blocks of work. */
export function throwIfCancelled(context: TaskContext | undefined): void {
  if (context?.signal?.aborted) throw new RankLabError('CANCELLED', 'Cancelled');
}

/** A context whose progress fractions [0, 1] map to [from, to] of the parent's. */
export function subtask(context: TaskContext | undefined, from: number, to: number): TaskContext {
  return {
    ...(context?.signal && { signal: context.signal }),
    ...(context?.yieldToEventLoop && { yieldToEventLoop: () => context.yieldToEventLoop?.() ?? Promise.resolve() }),
    report: (fraction, detail) => context?.report?.(from + (to - from) * fraction, detail),
  };
}
