import { z } from 'zod';
import { addPoints } from '../points';
import type { FusionMethod } from '../port';

const params = z.strictObject({ k: z.number().positive().max(1e6).default(60).describe('Larger values weaken the first positions') });

export const rrf: FusionMethod<z.infer<typeof params>> = {
  id: 'rrf',
  label: 'Reciprocal rank',
  description: 'Sum over the sources of 1 / (k + position)',
  formula: String.raw`\sum_s w_s / (k + \mathrm{rank}_s(d))`,
  source: 'Cormack, Clarke & Büttcher 2009',
  params,
  takesK: true,
  fuse: (input, into, { k }) => addPoints(input, into, () => (i) => 1 / (k + i + 1)),
};
