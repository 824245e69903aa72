import { noParams } from '../../../core/registry';
import { foldPoints } from '../points';
import type { FusionMethod } from '../port';

/** Differs from CombMAX in lists of equal scores, which count as 1. */
export const maxScore: FusionMethod<Record<string, never>> = {
  id: 'max-score',
  label: 'Best score',
  description: 'The best min-max normalised score of any source; a list of equal scores counts as 1',
  formula: String.raw`\max_s w_s \, \frac{s(d) - \min s}{\max s - \min s}`,
  source: 'Fox & Shaw 1993 (CombMAX)',
  params: noParams,
  fuse: (input, into) =>
    foldPoints(
      input,
      into,
      ({ scores }) => {
        const last = scores[scores.length - 1];
        const range = scores[0] - last;
        return (i) => (range > 0 ? (scores[i] - last) / range : 1);
      },
      0,
      Math.max,
    ),
};
