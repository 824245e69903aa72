import type { Rng } from '../../core/rng';
import { RandomWords } from './random-words';

/** All mean differences θ that the sign-flip test of `differences − θ` does not reject at `alpha`; unbounded where it can reject none. */
export type InvertedTest = (alpha: number) => { readonly low: number; readonly high: number } | undefined;

/** Up to this many differences all 2ⁿ patterns are taken. */
const exactLimit = 13;
/** Above, Student's t, which the test tends to, is as good and costs nothing. */
const mostDifferences = 5_000;
/** Sampled patterns beyond an end, at least; with fewer the end would be noise. */
const leastTail = 5;

/**
 * Inverts the sign-flip test. A pattern is as extreme as the differences around θ exactly if θ lies between the mean of the differences whose sign it
 * flips and the mean of those it keeps (Hartigan 1969, “Using subsample values as typical values”): two numbers a pattern give the test at every θ.
 * @returns a function of the level; undefined from it where the samples are too few for the level, or the differences too many to sample.
 */
export function invertSignFlip(differences: Float64Array, permutations: number, rng: Rng): InvertedTest {
  let ends: Ends | undefined;
  return (alpha) => {
    if (differences.length < 2 || differences.length > mostDifferences) return undefined;
    const isExact = differences.length <= exactLimit;
    const total = isExact ? 2 ** differences.length : permutations + 1;
    const rejectedAt = Math.floor(alpha * total + 1e-9); // this many patterns as extreme, or fewer
    if (!isExact && rejectedAt < leastTail) return undefined;
    ends ??= isExact ? exactEnds(differences) : sampledEnds(differences, permutations, rng);
    return { low: ends.low[Math.min(rejectedAt, total - 1)], high: ends.high[total - 1 - Math.min(rejectedAt, total - 1)] };
  };
}

/** By pattern the smaller and the larger of its two means, each sorted ascending. */
interface Ends {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function endsFrom(total: number, flippedOf: (pattern: number) => { sum: number; count: number }, differences: Float64Array): Ends {
  const whole = differences.reduce((sum, difference) => sum + difference, 0);
  const low = new Float64Array(total);
  const high = new Float64Array(total);
  for (let pattern = 0; pattern < total; pattern++) {
    const { sum, count } = flippedOf(pattern);
    const isWhole = count === 0 || count === differences.length; // as extreme at every θ
    const flipped = sum / count;
    const kept = (whole - sum) / (differences.length - count);
    low[pattern] = isWhole ? -Infinity : Math.min(flipped, kept);
    high[pattern] = isWhole ? Infinity : Math.max(flipped, kept);
  }
  return { low: low.sort(), high: high.sort() };
}

const exactEnds = (differences: Float64Array): Ends =>
  endsFrom(
    2 ** differences.length,
    (pattern) => {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < differences.length; i++) {
        if (((pattern >>> i) & 1) === 0) continue;
        sum += differences[i];
        count++;
      }
      return { sum, count };
    },
    differences,
  );

/** `permutations` patterns and the one seen. Eight differences share a table of the sums of their 256 subsets. */
function sampledEnds(differences: Float64Array, permutations: number, rng: Rng): Ends {
  const wordCount = Math.ceil(differences.length / 32);
  const tables = Array.from({ length: wordCount * 4 }, (_, t) => subsetSums(differences.subarray(8 * t, 8 * t + 8)));
  const words = new Int32Array(wordCount);
  const lastBits = differences.length % 32 === 0 ? -1 : (1 << (differences.length % 32)) - 1;
  const random = new RandomWords(rng);
  return endsFrom(
    permutations + 1,
    (pattern) => {
      if (pattern === 0) return { sum: 0, count: 0 };
      random.fill(words);
      words[wordCount - 1] &= lastBits;
      let sum = 0;
      let count = 0;
      for (let w = 0; w < wordCount; w++) {
        const word = words[w];
        count += bitCount(word);
        for (let byte = 0; byte < 4; byte++) sum += tables[4 * w + byte][(word >>> (8 * byte)) & 255];
      }
      return { sum, count };
    },
    differences,
  );
}

/** Σ of every subset of at most eight values; bit i of the index includes value i. */
function subsetSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(256);
  for (let subset = 1; subset < 256; subset++) {
    const lowest = 31 - Math.clz32(subset & -subset);
    sums[subset] = sums[subset & (subset - 1)] + (values[lowest] ?? 0);
  }
  return sums;
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
