import type { Rng } from '../../core/rng';
import type { LeastPValue } from '../../model/evaluation';
import { momentsOf } from './moments';
import { pairedT } from './paired-t';
import { RandomWords } from './random-words';

export interface SignFlip {
  readonly pValue: number;
  readonly method: string;
  /** The smallest p that the test can give, and what limits it. */
  readonly least?: LeastPValue;
}

/** Required resolution of the sampled test. */
export interface Resolution {
  /** Sign patterns sampled at least. */
  readonly permutations: number;
  /** Level of the verdicts, and the number of tests that share it. */
  readonly alpha: number;
  readonly testCount: number;
}

/** Up to this many non-zero differences all 2ⁿ sign patterns are counted. */
const exactLimit = 20;
/** Table look-ups that one comparison may spend on being resolved: about a second. */
const maxLookups = 4e8;
/** Samples per α / tests: with ten times the least possible number the estimate is no longer what decides. */
const margin = 10;

/**
 * Randomisation test of paired differences (Fisher 1935; Smucker, Allan & Carterette 2007): under the null hypothesis the
 * sign of every difference is a coin toss. Two-sided on |Σd|. Exact when few differences are non-zero, else
 * (b + 1) / (m + 1) over m sampled patterns, which can never be 0. Sums within 1e-12 of the observed one count as equal.
 *
 * The least p of m samples is 1 / (m + 1). Where that is too coarse for the level and the number of tests, m is raised as far
 * as a second of work allows; beyond that the test's limit takes over, which is Student's t (and never below 2¹⁻ⁿ, the least
 * p that n differences have at all).
 */
export function signFlipTest(differences: ArrayLike<number>, { permutations, alpha, testCount }: Resolution, rng: Rng): SignFlip {
  const exact = signFlipWithoutSamples(differences);
  if (exact) return exact;
  const nonZero = Float64Array.from(differences).filter((d) => d !== 0);
  const first = sampledSignFlip(nonZero, permutations, rng);
  const neededPatterns = Math.ceil((margin * testCount) / alpha);
  // A p estimated from many patterns is resolved.
  if (first.extreme >= margin || permutations >= neededPatterns) return sampled(first.extreme, permutations);
  const affordable = Math.floor(maxLookups / Math.ceil(nonZero.length / 4));
  const raised = Math.max(permutations, Math.min(neededPatterns, affordable));
  const { extreme } = raised > permutations ? sampledSignFlip(nonZero, raised, rng) : first;
  if (extreme > 0 || (raised + 1) * alpha >= testCount) return sampled(extreme, raised);
  const limit = Math.max(pairedT(momentsOf(differences), 1 - alpha).pValue, leastOf(nonZero.length));
  return { pValue: Math.min(limit, 1 / (raised + 1)), method: `sign-flip, t limit beyond ${raised} samples` };
}

/** The test where all 2ⁿ sign patterns can be counted; undefined where they have to be sampled. */
export function signFlipWithoutSamples(differences: ArrayLike<number>): SignFlip | undefined {
  const nonZero = Float64Array.from(differences).filter((d) => d !== 0);
  if (nonZero.length === 0) return { pValue: 1, method: 'sign-flip, no difference at all' };
  if (nonZero.length <= exactLimit) return exactSignFlip(nonZero);
  if (!oneSign(nonZero)) return undefined;
  const pValue = leastOf(nonZero.length);
  return { pValue, method: 'sign-flip, exact (all of one sign)', least: { pValue, limitedBy: 'users' } };
}

const sampled = (extreme: number, permutations: number): SignFlip => ({
  pValue: (extreme + 1) / (permutations + 1),
  method: `sign-flip, ${permutations} samples`,
  least: { pValue: 1 / (permutations + 1), limitedBy: 'permutations' },
});

/** The pattern seen and its mirror image, of 2ⁿ. */
const leastOf = (count: number): number => Math.max(2 ** (1 - count), Number.MIN_VALUE);

/** Then only the pattern seen and its mirror image are as extreme. */
const oneSign = (values: Float64Array): boolean => values.every((value) => value > 0) || values.every((value) => value < 0);

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
  return {
    pValue: extreme / (left.length * right.length),
    method: 'sign-flip, exact',
    least: { pValue: leastOf(values.length), limitedBy: 'users' },
  };
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
 * 10,000 users take tens of milliseconds. @returns how many patterns are as extreme as the observed one.
 */
function sampledSignFlip(values: Float64Array, permutations: number, rng: Rng): { readonly extreme: number } {
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
  return { extreme };
}
