import type { TrainingView } from '../model/training-view';

/** Unit vector of a video's content; undefined without embeddings or without text. */
export function videoProfile(view: TrainingView, videoRow: number): Float32Array | undefined {
  const { embeddings } = view;
  if (!embeddings || videoRow >= embeddings.count) return undefined;
  const { dimensions, vectors } = embeddings;
  return unit(vectors.slice(videoRow * dimensions, (videoRow + 1) * dimensions));
}

/** Mean of the unit vectors of the user's training items, made a unit vector; undefined for a user without history. */
export function userProfile(view: TrainingView, userRow: number): Float32Array | undefined {
  const { embeddings, interactions } = view;
  if (!embeddings || userRow >= interactions.rows) return undefined;
  const { dimensions, vectors } = embeddings;
  const sum = new Float32Array(dimensions);
  for (let p = interactions.offsets[userRow]; p < interactions.offsets[userRow + 1]; p++) {
    const start = interactions.indices[p] * dimensions;
    let squaredNorm = 0;
    for (let d = 0; d < dimensions; d++) squaredNorm += vectors[start + d] ** 2;
    if (squaredNorm === 0) continue;
    const scale = 1 / Math.sqrt(squaredNorm);
    for (let d = 0; d < dimensions; d++) sum[d] += vectors[start + d] * scale;
  }
  return unit(sum);
}

/** Scales in place; undefined for the zero vector. */
export function unit(vector: Float32Array): Float32Array | undefined {
  let squaredNorm = 0;
  for (const value of vector) squaredNorm += value * value;
  if (squaredNorm === 0) return undefined;
  const scale = 1 / Math.sqrt(squaredNorm);
  for (let d = 0; d < vector.length; d++) vector[d] *= scale;
  return vector;
}
