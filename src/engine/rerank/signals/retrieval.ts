import { noParams } from '../../core/registry';
import { writeZeros, type Signal } from '../port';

/** The candidate's merge score: with a single source and no other signal, the list has that source's order. */
export const retrieval: Signal<Record<string, never>> = {
  id: 'retrieval',
  label: 'Retrieval',
  description: 'Score of the video in the merge of the candidate sources. Used alone, it ranks as the sources do.',
  unit: 'merge score',
  input: 'candidate',
  refresh: () => 'with every request',
  params: noParams,
  unavailableBecause: () => undefined,
  prepare: () => ({
    compute({ poolScores }, _items, from, count, out, stride, offset) {
      if (!poolScores) return writeZeros(from, count, out, stride, offset);
      for (let c = 0; c < count; c++) out[(from + c) * stride + offset] = poolScores[c];
    },
  }),
};
