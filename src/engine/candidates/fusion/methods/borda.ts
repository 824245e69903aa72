import { noParams } from '../../../core/registry';
import type { FusionMethod } from '../port';

export const borda: FusionMethod<Record<string, never>> = {
  id: 'bordafuse',
  label: 'BordaFuse',
  description: 'Each source gives its first item as many points as there are items, one less to each next, and divides the rest evenly',
  formula: String.raw`\sum_s w_s \begin{cases} m - \mathrm{rank}_s(d) + 1 & d \in s \\ (m - |s| + 1) / 2 & \text{otherwise} \end{cases}`,
  source: 'Aslam & Montague 2001',
  params: noParams,
  fuse({ lists, slotCount }, into) {
    into.fill(0, 0, slotCount);
    const points = new Float64Array(slotCount);
    for (const { slots, weight } of lists) {
      points.fill((slotCount - slots.length + 1) / 2);
      for (let i = 0; i < slots.length; i++) points[slots[i]] = slotCount - i;
      for (let slot = 0; slot < slotCount; slot++) into[slot] += weight * points[slot];
    }
  },
};
