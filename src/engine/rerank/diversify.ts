import type { Embeddings } from '../model/vectors';

/** Pairwise content similarity as MMR needs it: unit vectors of the items, row-major. */
export interface DiversitySpace {
  readonly dimensions: number;
  readonly vectors: Float32Array;
}

/** Unit vectors of all items; a zero vector stays zero and is similar to nothing. */
export function diversitySpace(embeddings: Embeddings): DiversitySpace {
  const { dimensions, count } = embeddings;
  if (embeddings.normalized) return { dimensions, vectors: embeddings.vectors };
  const vectors = Float32Array.from(embeddings.vectors);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    let squaredNorm = 0;
    for (const value of vector) squaredNorm += value * value;
    if (squaredNorm > 0) for (let d = 0; d < dimensions; d++) vector[d] /= Math.sqrt(squaredNorm);
  }
  return { dimensions, vectors };
}

/** Cosine of two items, at least 0: opposite content is not more diverse than unrelated content. */
export function similarityOf(space: DiversitySpace, a: number, b: number): number {
  const { dimensions, vectors } = space;
  const startA = a * dimensions;
  const startB = b * dimensions;
  let dot = 0;
  for (let d = 0; d < dimensions; d++) dot += vectors[startA + d] * vectors[startB + d];
  return dot > 0 ? dot : 0;
}
