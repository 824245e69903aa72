import { z } from 'zod';
import { writeNothing, type Signal } from '../port';

/** Cosine between the request's profile and the item's content vector. */
export const similarity: Signal<Record<string, never>> = {
  id: 'similarity',
  label: 'Similarity',
  description: 'Cosine between the content of the video and what the user watched, the query, or the seed video.',
  unit: 'cosine',
  params: z.strictObject({}),
  unavailableBecause: (view) => (view.embeddings ? undefined : 'There are no embeddings: build them on the Model page'),
  prepare(view) {
    const { embeddings } = view;
    return {
      compute({ profile }, items, from, count, out, stride, offset) {
        if (!embeddings || !profile) return writeNothing(from, count, out, stride, offset);
        const { dimensions, vectors } = embeddings;
        for (let c = from; c < from + count; c++) {
          const start = items[c] * dimensions;
          let dot = 0;
          let squaredNorm = 0;
          for (let d = 0; d < dimensions; d++) {
            const value = vectors[start + d];
            dot += value * profile[d];
            squaredNorm += value * value;
          }
          out[c * stride + offset] = squaredNorm > 0 ? dot / Math.sqrt(squaredNorm) : 0;
        }
      },
    };
  },
};
