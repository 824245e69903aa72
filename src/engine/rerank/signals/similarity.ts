import { noParams } from '../../core/registry';
import { dotRows } from '../../core/linear-algebra/dot-rows';
import { writeZeros, type Signal } from '../port';

/** Cosine between the request's profile and the item's content vector. */
export const similarity: Signal<Record<string, never>> = {
  id: 'similarity',
  label: 'Similarity',
  description: 'Cosine between the content of the video and what the user watched, the query, or the seed video.',
  unit: 'cosine',
  input: 'profile',
  refresh: () => 'item vectors when a text changes; the user’s profile after each interaction, at least daily',
  params: noParams,
  unavailableBecause: (view) => (view.embeddings ? undefined : 'There are no embeddings: build them on the Model page'),
  prepare(view) {
    const { embeddings } = view;
    if (!embeddings)
      return { compute: (_request, _items, from, count, out, stride, offset) => writeZeros(from, count, out, stride, offset) };
    const { dimensions, vectors } = embeddings;
    const length = rowLengths(vectors, dimensions);
    let dots = new Float64Array(0);
    return {
      compute({ profile }, items, from, count, out, stride, offset) {
        if (!profile) return writeZeros(from, count, out, stride, offset);
        if (dots.length < count) dots = new Float64Array(count);
        dotRows(profile, 0, vectors, items, from, count, dimensions, dots);
        for (let c = 0; c < count; c++) {
          const norm = length(items[from + c]);
          out[(from + c) * stride + offset] = norm > 0 ? dots[c] / norm : 0;
        }
      },
    };
  },
};

/** The length of each row's vector, computed on first use; NaN beyond the matrix. */
function rowLengths(vectors: Float32Array, dimensions: number): (row: number) => number {
  const known = new Float64Array(Math.ceil(vectors.length / dimensions)).fill(NaN);
  return (row) => {
    const length = known[row];
    if (length >= 0) return length;
    let squares = 0;
    for (let d = row * dimensions; d < (row + 1) * dimensions; d++) squares += vectors[d] * vectors[d];
    return (known[row] = Math.sqrt(squares));
  };
}
