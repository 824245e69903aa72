import { noParams } from '../../../core/registry';
import { addPoints, hitsOf } from '../points';
import type { FusionMethod } from '../port';

export const logIsr: FusionMethod<Record<string, never>> = {
  id: 'log-isr',
  label: 'Log inverse square rank',
  description: 'Sum of 1 / position², times the logarithm of the number of sources that have the item: 0 where only one has it',
  formula: String.raw`\ln |\{s : d \in s\}| \sum_s w_s / \mathrm{rank}_s(d)^2`,
  source: 'Mourão, Martins & Magalhães 2015',
  params: noParams,
  fuse(input, into) {
    addPoints(input, into, () => (i) => 1 / (i + 1) ** 2);
    hitsOf(input).forEach((hits, slot) => (into[slot] *= Math.log(hits)));
  },
};
