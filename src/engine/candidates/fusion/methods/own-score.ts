import { noParams } from '../../../core/registry';
import { foldPoints } from '../points';
import type { FusionMethod } from '../port';

export const ownScore: FusionMethod<Record<string, never>> = {
  id: 'score',
  label: 'Own score',
  description: 'The best of the sources’ own scores, in their own units; for a single source, or for sources with one scale',
  formula: String.raw`\max_s w_s \, s(d)`,
  source: 'RankLab',
  params: noParams,
  fuse: (input, into) =>
    foldPoints(
      input,
      into,
      ({ scores }) =>
        (i) =>
          scores[i],
      -Infinity,
      Math.max,
    ),
};
