import { combParams, foxAndShaw, normalizedPoints, type CombParams } from '../comb';
import { hitsOf } from '../points';
import type { FusionMethod } from '../port';

export const combMed: FusionMethod<CombParams> = {
  id: 'combmed',
  label: 'CombMED',
  description: 'Median score over the sources that have the item',
  formula: String.raw`\mathrm{median}_{s \ni d} \; w_s \, s(d)`,
  source: foxAndShaw,
  params: combParams,
  fuse(input, into, { normalization }) {
    const hits = hitsOf(input);
    const offsets = new Int32Array(input.slotCount + 1);
    for (let slot = 0; slot < input.slotCount; slot++) offsets[slot + 1] = offsets[slot] + hits[slot];
    const values = new Float64Array(offsets[input.slotCount]);
    const next = offsets.slice();
    for (const list of input.lists) {
      const points = normalizedPoints(normalization)(list);
      for (let i = 0; i < list.slots.length; i++) values[next[list.slots[i]]++] = list.weight * points(i);
    }
    for (let slot = 0; slot < input.slotCount; slot++) into[slot] = median(values.subarray(offsets[slot], offsets[slot + 1]));
  },
};

function median(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}
