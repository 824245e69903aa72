import { RankLabError } from '#shared/errors';
import { z } from 'zod';
import { throwIfCancelled } from '../../core/cancellation';
import type { ScoredItems } from '../../model/candidates';
import type { CandidateRequest, TrainingView } from '../../model/training-view';
import { history } from '../content-vectors';
import { fitEase } from '../ease-model';
import { fittedInteractions } from '../held-out-users';
import { ItemScope } from '../item-scope';
import { noItems, type CandidateSource } from '../port';

const params = z.strictObject({
  lambda: z.number().positive().max(1e9).default(250).describe('λ: larger values trust only pairs with many shared users'),
  sideLimit: z
    .int()
    .min(1)
    .max(20_000)
    .default(6000)
    .describe('Largest matrix to invert: the smaller of users and videos; time grows with its cube'),
});

/** The linear autoencoder EASE (Steck 2019), a strong baseline with one parameter. See ease-model. */
export const ease: CandidateSource<z.infer<typeof params>> = {
  id: 'ease',
  label: 'EASE',
  description: 'A linear model that predicts each video from all the others the user watched',
  params,
  needs: [],
  isBaseline: true,
  async prepare(view, { lambda, sideLimit }, context) {
    const interactions = fittedInteractions(view);
    const side = Math.min(interactions.rows, interactions.columns);
    if (side > sideLimit) {
      throw new RankLabError('UNSUPPORTED', `EASE would invert a ${side} × ${side} matrix, beyond the limit of ${sideLimit}`, {
        place: 'sideLimit',
        value: String(side),
        remedy: `Raise sideLimit (about ${Math.ceil((side / 5000) ** 3)} minutes and ${Math.ceil((side * side * 8) / 1e6)} MB), or use item-knn`,
      });
    }
    const model = fitEase(interactions, lambda, context);
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1 && view.itemUserCounts[row] > 0);
    const projected = new Float64Array(interactions.columns);
    const scores = new Float64Array(scope.size);
    return {
      async retrieve(requests, limit, retrieval) {
        return requests.map((request, r): ScoredItems => {
          if (r % 64 === 0) {
            throwIfCancelled(retrieval);
            retrieval?.report?.(r / requests.length);
          }
          const { items, values } = row(view, request);
          if (items.length === 0) return noItems;
          model.project(items, values, projected);
          for (let p = 0; p < scope.size; p++) scores[p] = -projected[scope.rows[p]] / model.diagonal[scope.rows[p]];
          // The diagonal of B is zero: a watched video does not recommend itself.
          items.forEach((item, i) => {
            if (scope.positions[item] >= 0) scores[scope.positions[item]] += values[i];
          });
          return scope.select(scores, 0, request.exclude, limit);
        });
      },
    };
  },
};

function row(view: TrainingView, { userRow, videoRow }: CandidateRequest): { items: Int32Array; values: Float32Array } {
  if (videoRow !== undefined) {
    const known = view.itemUserCounts[videoRow] > 0;
    return { items: known ? Int32Array.of(videoRow) : new Int32Array(0), values: Float32Array.of(1) };
  }
  if (userRow === undefined || userRow >= view.interactions.rows) return { items: new Int32Array(0), values: new Float32Array(0) };
  const { offsets, values } = view.interactions;
  return { items: history(view, userRow), values: values.subarray(offsets[userRow], offsets[userRow + 1]) };
}
