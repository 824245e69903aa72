import { combParams, foxAndShaw, normalizedPoints, type CombParams } from '../comb';
import { addPoints, hitsOf } from '../points';
import type { FusionMethod } from '../port';

export const combMnz: FusionMethod<CombParams> = {
  id: 'combmnz',
  label: 'CombMNZ',
  description: 'Sum of the sources’ scores, times the number of sources that have the item',
  formula: String.raw`|\{s : d \in s\}| \sum_s w_s \, s(d)`,
  source: foxAndShaw,
  params: combParams,
  fuse(input, into, { normalization }) {
    addPoints(input, into, normalizedPoints(normalization));
    hitsOf(input).forEach((hits, slot) => (into[slot] *= hits));
  },
};
