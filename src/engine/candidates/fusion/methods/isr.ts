import { noParams } from '../../../core/registry';
import { addPoints, hitsOf } from '../points';
import type { FusionMethod } from '../port';

export const isr: FusionMethod<Record<string, never>> = {
  id: 'isr',
  label: 'Inverse square rank',
  description: 'Sum of 1 / position², times the number of sources that have the item',
  formula: String.raw`|\{s : d \in s\}| \sum_s w_s / \mathrm{rank}_s(d)^2`,
  source: 'Mourão, Martins & Magalhães 2015',
  params: noParams,
  fuse(input, into) {
    addPoints(input, into, () => (i) => 1 / (i + 1) ** 2);
    hitsOf(input).forEach((hits, slot) => (into[slot] *= hits));
  },
};
