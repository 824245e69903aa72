import { RankLabError } from '#shared/errors';

/**
 * Primitive polynomials (degree, coefficients) and initial direction numbers of dimensions 2 and on: Joe & Kuo 2008, table
 * new-joe-kuo-6. The first dimension is the van der Corput sequence.
 */
const directions: readonly (readonly [degree: number, coefficients: number, initial: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];
export const mostSobolDimensions = directions.length + 1;

const bits = 30;

/**
 * The first `count` points of the Sobol sequence in [0, 1)^dimensions, row-major: they fill the cube more evenly than random points,
 * and any first 2ᵏ of them do. Starts at the origin. At most 21 dimensions.
 */
export function sobolPoints(count: number, dimensions: number): Float64Array {
  if (dimensions < 1 || dimensions > mostSobolDimensions) {
    throw new RankLabError('INVALID_ARGUMENT', `A Sobol sequence of ${dimensions} dimensions: at most ${mostSobolDimensions} are known`);
  }
  const numbers = Array.from({ length: dimensions }, (_, d) => directionNumbers(d));
  const points = new Float64Array(count * dimensions);
  const current = new Uint32Array(dimensions);
  for (let i = 1; i < count; i++) {
    const bit = lowestZeroBit(i - 1);
    for (let d = 0; d < dimensions; d++) {
      current[d] ^= numbers[d][bit];
      points[i * dimensions + d] = current[d] / 2 ** bits;
    }
  }
  return points;
}

function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(bits);
  if (dimension === 0) return v.map((_, b) => 2 ** (bits - 1 - b));
  const [degree, coefficients, initial] = directions[dimension - 1];
  for (let b = 0; b < bits; b++) {
    if (b < degree) {
      v[b] = initial[b] * 2 ** (bits - 1 - b);
      continue;
    }
    let value = v[b - degree] ^ (v[b - degree] >>> degree);
    for (let k = 1; k < degree; k++) if ((coefficients >>> (degree - 1 - k)) & 1) value ^= v[b - k];
    v[b] = value;
  }
  return v;
}

function lowestZeroBit(n: number): number {
  let bit = 0;
  while (n & 1) {
    n >>>= 1;
    bit++;
  }
  return bit;
}
