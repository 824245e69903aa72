import type { GeneratorParams } from '#shared/schemas/dataset';

interface GeneratorPreview {
  /** Expected views of the video at each sampled popularity rank, most popular first. */
  readonly curve: readonly (readonly [rank: number, views: number])[];
  readonly viewsPerUser: number;
  /** Share of all views that the most popular hundredth of the videos gets. */
  readonly topShare: number;
  /** Expected share of user–video pairs without an interaction. */
  readonly sparsity: number;
}

type Shape = Pick<GeneratorParams, 'users' | 'videos' | 'interactions' | 'popularityExponent' | 'activityExponent'>;

/**
 * Expected counts by Zipf's law: ranks are grouped into geometric buckets, so a million videos are as cheap as a thousand. Taste, age and position
 * bias bend the real curve a little.
 */
export function previewGenerator({ users, videos, interactions, popularityExponent, activityExponent }: Shape): GeneratorPreview {
  const popularity = zipfBuckets(videos, popularityExponent);
  const activity = zipfBuckets(users, activityExponent);
  const top = Math.max(1, Math.round(videos / 100));
  return {
    curve: popularity.map(({ middle, share, size }) => [middle, (interactions * share) / size]),
    viewsPerUser: interactions / users,
    topShare: partialSum(top, popularityExponent) / partialSum(videos, popularityExponent),
    sparsity: 1 - expectedPairs(popularity, activity, interactions) / (users * videos),
  };
}

interface Bucket {
  readonly middle: number;
  readonly size: number;
  /** Of all views, the share of this bucket's members together. */
  readonly share: number;
}

const GROWTH = 1.25;

function zipfBuckets(count: number, exponent: number): Bucket[] {
  const total = partialSum(count, exponent);
  const buckets: Bucket[] = [];
  for (let first = 1; first <= count;) {
    const last = Math.min(count, Math.max(first, Math.floor(first * GROWTH)));
    const share = (partialSum(last, exponent) - partialSum(first - 1, exponent)) / total;
    buckets.push({ middle: (first + last) / 2, size: last - first + 1, share });
    first = last + 1;
  }
  return buckets;
}

/** Σ r^−s for r = 1 … n: exact for the first ranks, then the integral with its midpoint correction. */
function partialSum(n: number, s: number): number {
  const exact = Math.min(n, 200);
  let sum = 0;
  for (let rank = 1; rank <= exact; rank++) sum += rank ** -s;
  if (n <= exact) return sum;
  const [from, to] = [exact + 0.5, n + 0.5];
  return sum + (Math.abs(s - 1) < 1e-9 ? Math.log(to / from) : (to ** (1 - s) - from ** (1 - s)) / (1 - s));
}

/** A pair with expected count λ is filled with probability 1 − e^−λ. */
function expectedPairs(popularity: readonly Bucket[], activity: readonly Bucket[], interactions: number): number {
  let pairs = 0;
  for (const video of popularity)
    for (const user of activity) {
      const cells = video.size * user.size;
      pairs += cells * -Math.expm1(-(interactions * video.share * user.share) / cells);
    }
  return pairs;
}
