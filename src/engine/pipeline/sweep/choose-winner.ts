import type { SweepInput } from '#shared/schemas/sweep';
import { throwIfCancelled } from '../../core/cancellation';
import type { Evaluation } from '../../model/evaluation';
import type { TaskContext } from '../../ports';
import type { EvaluationBench } from '../evaluation-bench';
import { worseSegments } from './guards';

/** Settings on the same interactions, the start first. */
interface Candidates {
  /** Of the first objective, larger is better. */
  readonly values: readonly number[];
  /** By setting, the guards that it breaks; those of segments are added here. */
  readonly breaks: readonly string[][];
  /** Every user's values of a setting, for the guards of segments. */
  readonly evaluate: (setting: number) => Promise<Evaluation>;
}

/**
 * Index of the best setting by the first objective that breaks no guard; the start, which breaks none, is one of them.
 * @throws CANCELLED
 */
export async function chooseWinner(
  bench: EvaluationBench,
  { guardSegments }: Pick<SweepInput, 'guardSegments'>,
  { values, breaks, evaluate }: Candidates,
  sign: 1 | -1,
  context?: TaskContext,
): Promise<number> {
  const order = values
    .map((value, i) => ({ i, value: Number.isNaN(value) ? -Infinity : value }))
    .sort((a, b) => b.value - a.value || a.i - b.i);
  let start: Evaluation | undefined;
  for (const [at, { i }] of order.entries()) {
    if (breaks[i].length > 0) continue;
    if (i === 0 || guardSegments.length === 0) return i;
    throwIfCancelled(context);
    context?.report?.(at / order.length, 'groups of users that must not lose');
    await context?.yieldToEventLoop?.();
    start ??= await evaluate(0);
    const worse = worseSegments(bench, guardSegments, await evaluate(i), start, sign);
    if (worse.length === 0) return i;
    breaks[i].push(...worse);
  }
  return 0;
}
