import type { AnnAttachment, AnnMetric } from '#engine/ann/port';

const sampleSize = 64;

/** Videos from all parts of the workspace, with their rows. */
export function sampleOf(ids: readonly string[]): { readonly id: string; readonly row: number }[] {
  const step = Math.max(1, Math.floor(ids.length / sampleSize));
  return ids.flatMap((id, row) => (row % step === 0 ? [{ id, row }] : []));
}

/** The vector of a row. */
export const vectorOf = ({ vectors, settings: { dimensions } }: AnnAttachment, row: number): Float32Array =>
  vectors.subarray(row * dimensions, (row + 1) * dimensions);

/**
 * Whether two vectors are equal; for cosine, their directions.
 * @param tolerance largest difference of a number, relative to the length of the vector.
 */
export function sameVector(ours: Float32Array, theirs: Float32Array, metric: AnnMetric, tolerance: number): boolean {
  const [a, b] = metric === 'cosine' ? [unit(ours), unit(theirs)] : [ours, theirs];
  const scale = metric === 'cosine' ? 1 : Math.max(1e-12, Math.hypot(...ours));
  return a.every((value, at) => Math.abs(value - (b[at] ?? NaN)) <= tolerance * scale);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
