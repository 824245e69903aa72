import type { Embeddings } from '../../model/vectors';

/** Item vectors of length 1 in float64, and which items have one at all. */
interface UnitVectors {
  readonly dimensions: number;
  readonly vectors: Float64Array;
  readonly present: Uint8Array;
}

const known = new WeakMap<Embeddings, UnitVectors>();

/** Normalised once per embeddings. A zero vector ("no text") stays zero and is marked absent. */
export function unitVectors(embeddings: Embeddings): UnitVectors {
  const cached = known.get(embeddings);
  if (cached) return cached;
  const { count, dimensions } = embeddings;
  const vectors = Float64Array.from(embeddings.vectors);
  const present = new Uint8Array(count);
  for (let item = 0; item < count; item++) {
    const start = item * dimensions;
    let square = 0;
    for (let d = start; d < start + dimensions; d++) square += vectors[d] * vectors[d];
    if (square === 0) continue;
    present[item] = 1;
    const scale = 1 / Math.sqrt(square);
    for (let d = start; d < start + dimensions; d++) vectors[d] *= scale;
  }
  const result = { dimensions, vectors, present };
  known.set(embeddings, result);
  return result;
}
