import { normalTwoSided } from './distributions';

type ZeroPolicy = 'pratt' | 'wilcox';

/**
 * Wilcoxon signed-rank test, two-sided, normal approximation with tie correction and no continuity correction.
 * `wilcox` drops differences of 0 before ranking; `pratt` ranks them and drops their ranks afterwards.
 * `statistic` is the smaller of the two rank sums. Source: Wilcoxon 1945; Pratt 1959.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>, zeros: ZeroPolicy): { statistic: number; pValue: number } {
  const values = Float64Array.from(differences);
  const ranked = (zeros === 'wilcox' ? values.filter((d) => d !== 0) : values).sort((a, b) => Math.abs(a) - Math.abs(b));
  const count = ranked.length;
  let positive = 0;
  let negative = 0;
  let tieTerm = 0;
  let zeroCount = 0;
  for (let start = 0; start < count;) {
    let end = start + 1;
    while (end < count && Math.abs(ranked[end]) === Math.abs(ranked[start])) end++;
    const size = end - start;
    const rank = (start + 1 + end) / 2;
    if (ranked[start] === 0) zeroCount = size;
    else {
      for (let i = start; i < end; i++) {
        if (ranked[i] > 0) positive += rank;
        else negative += rank;
      }
      tieTerm += size ** 3 - size;
    }
    start = end;
  }
  if (count - zeroCount === 0) return { statistic: 0, pValue: 1 };
  const mean = (count * (count + 1) - zeroCount * (zeroCount + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1) - zeroCount * (zeroCount + 1) * (2 * zeroCount + 1) - tieTerm / 2) / 24;
  const statistic = Math.min(positive, negative);
  return { statistic, pValue: normalTwoSided((statistic - mean) / Math.sqrt(variance)) };
}
