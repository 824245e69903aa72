import { combParams, foxAndShaw, normalizedPoints, type CombParams } from '../comb';
import { addPoints, hitsOf } from '../points';
import type { FusionMethod } from '../port';

export const combAnz: FusionMethod<CombParams> = {
  id: 'combanz',
  label: 'CombANZ',
  description: 'Mean score over the sources that have the item',
  formula: String.raw`\sum_s w_s \, s(d) \, / \, |\{s : d \in s\}|`,
  source: foxAndShaw,
  params: combParams,
  fuse(input, into, { normalization }) {
    addPoints(input, into, normalizedPoints(normalization));
    hitsOf(input).forEach((hits, slot) => (into[slot] /= hits));
  },
};
