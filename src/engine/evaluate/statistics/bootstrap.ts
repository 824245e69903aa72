import type { Rng } from '../../core/rng';
import { RandomWords } from './random-words';

/**
 * Means of resampled users for several columns at once: one draw of users serves all columns, so that 10,000 samples of
 * 10,000 users cost one pass of draws. Every column has the same users (the pairs of one group).
 * @returns per column `samples` means, in the order drawn.
 */
export function bootstrapMeans(columns: readonly Float64Array[], samples: number, rng: Rng): Float64Array[] {
  const count = columns[0]?.length ?? 0;
  // Rows of `width` values, padded to blocks of four: one cache line serves all of a user's columns.
  const blocks = Math.ceil(columns.length / 4);
  const width = 4 * blocks;
  const rows = new Float64Array(count * width);
  columns.forEach((column, c) => {
    for (let i = 0; i < count; i++) rows[i * width + c] = column[i];
  });
  const means = Array.from({ length: width }, () => new Float64Array(samples));
  const drawn = new Int32Array(count);
  const random = new RandomWords(rng);
  for (let sample = 0; sample < samples; sample++) {
    random.fillBelow(drawn, count);
    for (let block = 0; block < blocks; block++) sumBlock(rows, width, 4 * block, drawn, means, sample);
  }
  return means.slice(0, columns.length);
}

function sumBlock(rows: Float64Array, width: number, first: number, drawn: Int32Array, means: Float64Array[], sample: number): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < drawn.length; i++) {
    const at = drawn[i] * width + first;
    a += rows[at];
    b += rows[at + 1];
    c += rows[at + 2];
    d += rows[at + 3];
  }
  const count = drawn.length;
  means[first][sample] = a / count;
  means[first + 1][sample] = b / count;
  means[first + 2][sample] = c / count;
  means[first + 3][sample] = d / count;
}
