import { noParams } from '../../core/registry';
import { dotRows } from '../../core/linear-algebra/dot-rows';
import { writeZeros, type Signal } from '../port';

/** Dot product of latent vectors: user × item, or seed video × item. */
export const factorScore: Signal<Record<string, never>> = {
  id: 'factors',
  label: 'Factor score',
  description:
    'Predicted preference from the latent factors: dot product of the user’s and the video’s vectors. 0 for users without history.',
  unit: 'dot product',
  input: 'latent',
  refresh: () => 'item and user vectors together, after each fit of the factors; never one without the other',
  params: noParams,
  unavailableBecause: (view) => (view.factors ? undefined : 'There are no factors: build them on the Model page'),
  prepare(view) {
    const { factors } = view;
    let dots = new Float64Array(0);
    return {
      compute({ userRow, videoRow }, items, from, count, out, stride, offset) {
        const known =
          factors && (userRow !== undefined ? userRow < factors.userCount : videoRow !== undefined && videoRow < factors.itemCount);
        if (!known) return writeZeros(from, count, out, stride, offset);
        const { factorCount, itemFactors, itemCount } = factors;
        const left = userRow !== undefined ? factors.userFactors : itemFactors;
        const leftStart = (userRow ?? videoRow ?? 0) * factorCount;
        if (dots.length < count) dots = new Float64Array(count);
        dotRows(left, leftStart, itemFactors, items, from, count, factorCount, dots);
        for (let c = 0; c < count; c++) out[(from + c) * stride + offset] = items[from + c] < itemCount ? dots[c] : 0;
      },
    };
  },
};
