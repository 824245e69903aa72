import type { Rng } from '../../core/rng';
import type { Run } from '../../model/run';
import { normalTwoSided } from './distributions';
import { RandomWords } from './random-words';
import type { Resolution, SignFlip } from './sign-flip';

/** Two arms' lists of the same users, in one run. */
interface SwappableLists {
  readonly run: Run;
  readonly baseline: Int32Array;
  readonly variant: Int32Array;
}

/** The spread of the null distribution is known to 3% from this many samples. */
const enoughSamples = 500;
/** From this many users on, the null distribution is taken as normal. */
const normalFrom = 20;
/** Each sample measures the metric twice. */
const maxSamples = 20_000;

/**
 * Randomisation test for metrics without per-user values: under the null hypothesis it does not matter which arm a user's list came from, so the
 * lists are swapped by coin toss and the metric is recomputed. The spread of these differences gives the p-value; with few users p = (b + 1) / (m +
 * 1) is counted instead, over as many samples as the level needs.
 */
export function listSwapTest(
  measure: (run: Run, lists: Int32Array) => number,
  { run, baseline, variant }: SwappableLists,
  { permutations, alpha, testCount }: Resolution,
  rng: Rng,
): SignFlip {
  const users = baseline.length;
  const neededSamples = Math.min(maxSamples, Math.ceil((10 * testCount) / alpha));
  const samples = users < normalFrom ? Math.max(permutations, neededSamples) : Math.min(permutations, enoughSamples);
  const observed = Math.abs(measure(run, variant) - measure(run, baseline));
  const first = baseline.slice();
  const second = variant.slice();
  const words = new Int32Array(Math.ceil(users / 32));
  const random = new RandomWords(rng);
  let squares = 0;
  let extreme = 0;
  for (let sample = 0; sample < samples; sample++) {
    random.fill(words);
    for (let u = 0; u < users; u++) {
      const swapped = (words[u >>> 5] >>> (u & 31)) & 1;
      first[u] = swapped ? variant[u] : baseline[u];
      second[u] = swapped ? baseline[u] : variant[u];
    }
    const difference = measure(run, second) - measure(run, first);
    squares += difference * difference;
    if (Math.abs(difference) >= observed * (1 - 1e-12)) extreme++;
  }
  if (users < normalFrom) {
    const least = { pValue: 1 / (samples + 1), limitedBy: 'permutations' } as const;
    return { pValue: (extreme + 1) / (samples + 1), method: `list swap, ${samples} samples`, least };
  }
  const spread = Math.sqrt(squares / samples);
  const pValue = observed === 0 ? 1 : spread === 0 ? 1 / (samples + 1) : Math.max(normalTwoSided(observed / spread), Number.MIN_VALUE);
  return { pValue, method: `list swap, ${samples} samples, normal` };
}
