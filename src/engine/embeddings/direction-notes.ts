import { formatCount } from '#shared/counts';

/** Cosine above which two vectors point the same way, with the rounding of half precision. */
const alike = 0.9999;

/**
 * What is conspicuous about vectors (row-major, unit length or zero): videos without a direction, which no search finds, and vectors that
 * are all the same, which search cannot tell apart.
 */
export function directionNotes(vectors: Float32Array, dimensions: number): string[] {
  const count = dimensions > 0 ? vectors.length / dimensions : 0;
  let first = -1;
  let empty = 0;
  let isAlike = true;
  for (let row = 0; row < count; row++) {
    let squared = 0;
    let product = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = vectors[row * dimensions + d];
      squared += value * value;
      if (first >= 0) product += value * vectors[first * dimensions + d];
    }
    if (squared === 0) empty++;
    else if (first < 0) first = row;
    else if (product < alike) isAlike = false;
  }
  const nonEmpty = count - empty;
  return [
    ...(empty > 0 ? [`${formatCount(empty)} of ${formatCount(count)} videos have no direction: search by content does not find them`] : []),
    ...(nonEmpty > 1 && isAlike ? ['The vectors of all videos are alike: search by content cannot tell them apart'] : []),
  ];
}
