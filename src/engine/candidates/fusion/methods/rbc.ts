import { z } from 'zod';
import { addPoints } from '../points';
import type { FusionMethod } from '../port';

const params = z.strictObject({
  phi: z.number().gt(0).lt(1).default(0.8).describe('Persistence: the probability that a reader goes on to the next position'),
});

export const rbc: FusionMethod<z.infer<typeof params>> = {
  id: 'rbc',
  label: 'Rank-biased centroid',
  description: 'Sum of the weight that rank-biased precision gives to each source’s position',
  formula: String.raw`\sum_s w_s (1 - \phi) \, \phi^{\mathrm{rank}_s(d) - 1}`,
  source: 'Bailey, Moffat, Scholer & Thomas 2017',
  params,
  fuse: (input, into, { phi }) => addPoints(input, into, () => (i) => (1 - phi) * phi ** i),
};
