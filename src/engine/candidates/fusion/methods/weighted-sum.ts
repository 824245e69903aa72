import { z } from 'zod';
import { normalizedPoints } from '../comb';
import { listNormalizationSchema } from '../normalize-list';
import { addPoints } from '../points';
import type { FusionMethod } from '../port';

const params = z.strictObject({
  normalization: listNormalizationSchema,
  perSource: z
    .array(listNormalizationSchema)
    .max(30)
    .default([])
    .describe('Normalisation of each source, in their order; the others follow “normalization”'),
});

export const weightedSum: FusionMethod<z.infer<typeof params>> = {
  id: 'wsum',
  label: 'Weighted sum',
  description: 'Weighted sum of the sources’ scores, each normalised in its own way',
  formula: String.raw`\sum_s w_s \, \mathrm{norm}_s(s(d))`,
  source: 'Vogt & Cottrell 1999',
  params,
  fuse: (input, into, { normalization, perSource }) =>
    addPoints(input, into, (list) => normalizedPoints(perSource[list.source] ?? normalization)(list)),
};
