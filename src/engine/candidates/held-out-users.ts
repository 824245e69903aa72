import type { CsrMatrix } from '../core/linear-algebra/matrix';
import type { TrainingView } from '../model/training-view';

/** The interactions that models are fitted on, without the known history of held-out users. */
export const fittedInteractions = (view: TrainingView): CsrMatrix => view.fitted ?? view.interactions;

/** Calls back with every held-out user with known history, to fold them into a fitted space. */
export function forHeldOutUsers(view: TrainingView, place: (userRow: number, items: Int32Array, values: Float32Array) => void): void {
  const { fitted, interactions } = view;
  if (!fitted) return;
  for (let user = 0; user < interactions.rows; user++) {
    const [start, end] = [interactions.offsets[user], interactions.offsets[user + 1]];
    const isFitted = user < fitted.rows && fitted.offsets[user + 1] > fitted.offsets[user];
    if (end > start && !isFitted) place(user, interactions.indices.subarray(start, end), interactions.values.subarray(start, end));
  }
}
