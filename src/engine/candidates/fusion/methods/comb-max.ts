import { combParams, foxAndShaw, normalizedPoints, type CombParams } from '../comb';
import { foldPoints } from '../points';
import type { FusionMethod } from '../port';

export const combMax: FusionMethod<CombParams> = {
  id: 'combmax',
  label: 'CombMAX',
  description: 'Highest score over the sources that have the item',
  formula: String.raw`\max_{s \ni d} \; w_s \, s(d)`,
  source: foxAndShaw,
  params: combParams,
  fuse: (input, into, { normalization }) => foldPoints(input, into, normalizedPoints(normalization), -Infinity, Math.max),
};
