import type { Rng } from '../../core/rng';
import { RandomWords } from './random-words';

export interface SignFlip {
  readonly pValue: number;
  readonly method: string;
}

/** Up to this many non-zero differences all 2ⁿ sign patterns are counted. */
const exactLimit = 20;

/**
 * Randomisation test of paired differences (Fisher 1935; Smucker, Allan & Carterette 2007): under the null hypothesis the
 * sign of every difference is a coin toss. Two-sided on |Σd|. Exact when few differences are non-zero, else
 * (b + 1) / (m + 1) over m sampled patterns, which can never be 0. Sums within 1e-12 of the observed one count as equal.
 */
export function signFlipTest(differences: ArrayLike<number>, permutations: number, rng: Rng): SignFlip {
  const nonZero = Float64Array.from(differences).filter((d) => d !== 0);
  if (nonZero.length === 0) return { pValue: 1, method: 'sign-flip, no difference at all' };
  return nonZero.length <= exactLimit ? exactSignFlip(nonZero) : sampledSignFlip(nonZero, permutations, rng);
}

/** The smallest |sum| that counts as at least as extreme as the observed one. */
function threshold(values: Float64Array): number {
  let sum = 0;
  let scale = 0;
  for (const value of values) {
    sum += value;
    scale += Math.abs(value);
  }
  return Math.abs(sum) - 1e-12 * scale;
}

function exactSignFlip(values: Float64Array): SignFlip {
  const limit = threshold(values);
  const middle = values.length >> 1;
  const left = signedSums(values.subarray(0, middle));
  const right = signedSums(values.subarray(middle));
  let extreme = 0;
  for (const l of left) for (const r of right) if (Math.abs(l + r) >= limit) extreme++;
  return { pValue: extreme / (left.length * right.length), method: 'sign-flip, exact' };
}

/** Σ ±values for all 2ⁿ patterns; pattern bit i set means value i is negated. */
function signedSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let total = 0;
  for (const value of values) total += value;
  sums[0] = total;
  for (let i = 0, filled = 1; i < values.length; i++, filled *= 2) {
    for (let pattern = 0; pattern < filled; pattern++) sums[filled + pattern] = sums[pattern] - 2 * values[i];
  }
  return sums;
}

/**
 * Four differences share a table of their 16 signed sums, so a pattern costs n / 4 look-ups: 10,000 patterns over
 * 10,000 users take tens of milliseconds.
 */
function sampledSignFlip(values: Float64Array, permutations: number, rng: Rng): SignFlip {
  const limit = threshold(values);
  const groups = Math.ceil(values.length / 4);
  const wordCount = Math.ceil(groups / 8);
  const padded = new Float64Array(wordCount * 32);
  padded.set(values);
  const sums = new Float64Array(wordCount * 8 * 16);
  for (let g = 0; g < wordCount * 8; g++) sums.set(signedSums(padded.subarray(4 * g, 4 * g + 4)), 16 * g);
  const words = new Int32Array(wordCount);
  const random = new RandomWords(rng);
  let extreme = 0;
  for (let p = 0; p < permutations; p++) {
    random.fill(words);
    let even = 0;
    let odd = 0;
    for (let w = 0, base = 0; w < wordCount; w++, base += 128) {
      const word = words[w];
      even += sums[base + (word & 15)] + sums[base + 32 + ((word >>> 8) & 15)];
      odd += sums[base + 16 + ((word >>> 4) & 15)] + sums[base + 48 + ((word >>> 12) & 15)];
      even += sums[base + 64 + ((word >>> 16) & 15)] + sums[base + 96 + ((word >>> 24) & 15)];
      odd += sums[base + 80 + ((word >>> 20) & 15)] + sums[base + 112 + (word >>> 28)];
    }
    if (Math.abs(even + odd) >= limit) extreme++;
  }
  return { pValue: (extreme + 1) / (permutations + 1), method: `sign-flip, ${permutations} samples` };
}
