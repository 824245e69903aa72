import { z } from 'zod';
import { writeNothing, type Signal } from '../port';

/** The merge's own score of the candidate: with a single source and nothing else, the list is that source's order. */
export const retrieval: Signal<Record<string, never>> = {
  id: 'retrieval',
  label: 'Retrieval',
  description: 'What the candidate sources thought of the video: its score in their merge. Alone, it ranks as the sources do.',
  unit: 'merge score',
  params: z.strictObject({}),
  unavailableBecause: () => undefined,
  prepare: () => ({
    compute({ poolScores }, _items, from, count, out, stride, offset) {
      if (!poolScores) return writeNothing(from, count, out, stride, offset);
      for (let c = 0; c < count; c++) out[(from + c) * stride + offset] = poolScores[c];
    },
  }),
};
