import { noParams } from '../../core/registry';
import { writeZeros, type Signal } from '../port';

/** Share of the user's training items that come from the item's creator. */
export const creatorAffinity: Signal<Record<string, never>> = {
  id: 'creator-affinity',
  label: 'Creator affinity',
  description: 'How much of the user’s history comes from the video’s creator; for a seed video, 1 when the creator is the same.',
  unit: 'share of history',
  input: 'creator',
  refresh: () => 'the user’s shares after each interaction, at least daily',
  params: noParams,
  unavailableBecause: (view) => (view.dataset.items.creators.labels.length > 0 ? undefined : 'The videos have no creators'),
  prepare(view) {
    const { codes, labels } = view.dataset.items.creators;
    const shares = new Float64Array(labels.length);
    return {
      compute({ userRow, videoRow }, items, from, count, out, stride, offset) {
        if (userRow === undefined && videoRow === undefined) return writeZeros(from, count, out, stride, offset);
        shares.fill(0);
        if (userRow !== undefined && userRow < view.interactions.rows) {
          const { offsets, indices } = view.interactions;
          const size = offsets[userRow + 1] - offsets[userRow];
          for (let p = offsets[userRow]; p < offsets[userRow + 1]; p++) if (codes[indices[p]] >= 0) shares[codes[indices[p]]] += 1 / size;
        } else if (videoRow !== undefined && codes[videoRow] >= 0) shares[codes[videoRow]] = 1;
        for (let c = from; c < from + count; c++) out[c * stride + offset] = codes[items[c]] >= 0 ? shares[codes[items[c]]] : 0;
      },
    };
  },
};
