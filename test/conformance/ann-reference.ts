import { createRng } from '#engine/core/rng';
import type { AnnMetric } from '#engine/ann/port';

/** n × d values around a few centres, like real embeddings; the same for the same seed. */
export function clusteredVectors(n: number, d: number, seed: number, centreCount = 20): Float32Array {
  const rng = createRng(`clusters ${seed}`);
  const centres = Float32Array.from({ length: centreCount * d }, () => rng.normal());
  const noise = createRng(`noise ${seed}`);
  return Float32Array.from({ length: n * d }, (_, i) => {
    const centre = Math.floor(i / d) % centreCount;
    return (centres[centre * d + (i % d)] ?? 0) + 0.4 * noise.normal();
  });
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** The score as the port defines it, in float64. */
export function scoreOf(metric: AnnMetric, query: Float32Array, vector: Float32Array): number {
  if (metric === 'inner-product') return dot(query, vector);
  if (metric === 'l2') return -query.reduce((sum, x, i) => sum + (x - (vector[i] ?? 0)) ** 2, 0);
  const lengths = Math.sqrt(dot(query, query) * dot(vector, vector));
  return lengths === 0 ? 0 : dot(query, vector) / lengths;
}

/** Ids by score descending, then id ascending, among `eligible`. */
export function referenceNeighbours(
  metric: AnnMetric,
  vectors: Float32Array,
  d: number,
  query: Float32Array,
  k: number,
  eligible: (id: number) => boolean = () => true,
): { id: number; score: number }[] {
  return Array.from({ length: vectors.length / d }, (_, id) => ({
    id,
    score: scoreOf(metric, query, vectors.subarray(id * d, (id + 1) * d)),
  }))
    .filter(({ id }) => eligible(id))
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, k);
}
