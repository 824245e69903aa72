import { combParams, foxAndShaw, normalizedPoints, type CombParams } from '../comb';
import { addPoints } from '../points';
import type { FusionMethod } from '../port';

export const combSum: FusionMethod<CombParams> = {
  id: 'combsum',
  label: 'CombSUM',
  description: 'Sum of the sources’ scores',
  formula: String.raw`\sum_s w_s \, s(d)`,
  source: foxAndShaw,
  params: combParams,
  fuse: (input, into, { normalization }) => addPoints(input, into, normalizedPoints(normalization)),
};
