import { subtask, throwIfCancelled } from '../../core/cancellation';
import type { TaskContext } from '../../ports';
import type { Fitter } from './learners/port';
import type { Moments } from '../../evaluate/statistics/moments';
import { maskedMean, userFolds, usersOf } from './user-folds';

interface CrossValidation {
  /** Every user's value by weights learnt from other users. */
  readonly values: Float64Array;
  /** Mean value of each penalty on users it was not fitted on. */
  readonly path: readonly { readonly l2: number; readonly value: number }[];
  /** The best of the path; the strongest of equal ones. */
  readonly penalty: number;
}

/**
 * Nested cross-validation over users. For each fold, penalties are compared on the next fold, fitted on the remaining ones; the best is
 * fitted on all but the fold and measures it. So neither the weights nor the penalty that measure a user were chosen with that user.
 * `measure` gives every user's value, larger is better.
 */
export async function crossValidate(
  fitter: Fitter,
  start: Float64Array,
  measure: (weights: Float64Array) => Promise<Float64Array>,
  { folds: foldCount, seed, userCount }: { readonly folds: number; readonly seed: number; readonly userCount: number },
  context?: TaskContext,
): Promise<CrossValidation> {
  const folds = userFolds(userCount, foldCount, seed);
  const values = new Float64Array(userCount).fill(NaN);
  const { penalties } = fitter;
  const inner = penalties.map(() => new Float64Array(userCount).fill(NaN));
  for (let fold = 0; fold < foldCount; fold++) {
    const part = subtask(context, fold / foldCount, (fold + 1) / foldCount);
    const judge = (fold + 1) % foldCount;
    let chosen = penalties[0];
    if (penalties.length > 1) {
      const rest = usersOf(folds, (other) => other !== fold && other !== judge);
      const judged = usersOf(folds, (other) => other === judge);
      let best = -Infinity;
      for (const [p, penalty] of penalties.entries()) {
        throwIfCancelled(context);
        const measured = await measure(await fitter.fit(rest, penalty, start));
        copyWhere(measured, judged, inner[p]);
        const value = maskedMean(measured, judged);
        if (value >= best) {
          best = value;
          chosen = penalty;
        }
        part.report?.((p + 1) / (penalties.length + 1), `fold ${fold + 1} of ${foldCount}`);
        await context?.yieldToEventLoop?.();
      }
    }
    const others = usersOf(folds, (other) => other !== fold);
    copyWhere(
      await measure(await fitter.fit(others, chosen, start, part)),
      usersOf(folds, (other) => other === fold),
      values,
    );
    part.report?.(1, `fold ${fold + 1} of ${foldCount}`);
  }
  const path = penalties.map((l2, p) => ({ l2, value: maskedMean(inner[p]) }));
  const best = Math.max(...path.map(({ value }) => (Number.isNaN(value) ? -Infinity : value)));
  const penalty = path.filter(({ value }) => value === best).at(-1)?.l2 ?? penalties[penalties.length - 1];
  return { values, path, penalty };
}

function copyWhere(from: Float64Array, mask: Float64Array, to: Float64Array): void {
  for (let u = 0; u < from.length; u++) if (mask[u] > 0) to[u] = from[u];
}

/**
 * Moments of cross-validated differences with the error of their mean enlarged as Nadeau & Bengio (2003) propose: weights of different
 * folds were learnt mostly from the same users, so the folds' errors are not independent, and the uncorrected test says “better” too often.
 */
export function crossValidated(moments: Moments, folds: number): Moments {
  const factor = Math.sqrt(1 + folds / (folds - 1));
  return { ...moments, standardDeviation: moments.standardDeviation * factor, standardError: moments.standardError * factor };
}
