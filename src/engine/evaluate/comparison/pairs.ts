import type { Evaluation, MetricResult } from '../../model/evaluation';

/** One metric's values in both arms, on the users that have one in both. */
export interface MetricPairs {
  readonly baselineMetric: MetricResult;
  readonly variantMetric: MetricResult;
  /** Indices into the users the evaluations share, ascending. */
  readonly indices: Int32Array;
  readonly baseline: Float64Array;
  readonly variant: Float64Array;
  /** variant − baseline. */
  readonly differences: Float64Array;
}

/** Positions of the users that both evaluations have. */
export interface SharedUsers {
  readonly inBaseline: Int32Array;
  readonly inVariant: Int32Array;
}

export function sameRows(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

let counting = new Int32Array(0);

/** 0, 1, 2 … The array is shared and must not be written to. */
export function everyIndex(count: number): Int32Array {
  if (counting.length < count) counting = Int32Array.from({ length: count }, (_, i) => i);
  return counting.subarray(0, count);
}

/** Merges two ascending lists of users. */
export function sharedUsers(baseline: Int32Array, variant: Int32Array): SharedUsers {
  if (sameRows(baseline, variant)) return { inBaseline: everyIndex(baseline.length), inVariant: everyIndex(baseline.length) };
  const room = Math.min(baseline.length, variant.length);
  const inBaseline = new Int32Array(room);
  const inVariant = new Int32Array(room);
  let count = 0;
  for (let b = 0, v = 0; b < baseline.length && v < variant.length;) {
    if (baseline[b] < variant[v]) b++;
    else if (baseline[b] > variant[v]) v++;
    else {
      inBaseline[count] = b++;
      inVariant[count++] = v++;
    }
  }
  return { inBaseline: inBaseline.subarray(0, count), inVariant: inVariant.subarray(0, count) };
}

/** Room for the pairs of one metric. */
export interface PairArrays {
  readonly indices: Int32Array;
  readonly baseline: Float64Array;
  readonly variant: Float64Array;
  readonly differences: Float64Array;
}

export const pairArrays = (count: number): PairArrays => ({
  indices: new Int32Array(count),
  baseline: new Float64Array(count),
  variant: new Float64Array(count),
  differences: new Float64Array(count),
});

/** @param into at least as long as the shared users; the pairs are views of it. */
export function pairMetric(
  shared: SharedUsers,
  baselineMetric: MetricResult,
  variantMetric: MetricResult,
  into: PairArrays = pairArrays(shared.inBaseline.length),
): MetricPairs {
  const count = shared.inBaseline.length;
  const { indices, baseline, variant, differences } = into;
  let n = 0;
  for (let i = 0; i < count; i++) {
    const b = baselineMetric.values[shared.inBaseline[i]];
    const v = variantMetric.values[shared.inVariant[i]];
    if (Number.isNaN(b) || Number.isNaN(v)) continue;
    indices[n] = i;
    baseline[n] = b;
    variant[n] = v;
    differences[n++] = v - b;
  }
  return {
    baselineMetric,
    variantMetric,
    indices: indices.subarray(0, n),
    baseline: baseline.subarray(0, n),
    variant: variant.subarray(0, n),
    differences: differences.subarray(0, n),
  };
}

export function metricNamed(evaluation: Evaluation, spec: string): MetricResult | undefined {
  return evaluation.metrics.find((metric) => metric.spec === spec);
}

/** Metrics whose pairs are the same users are resampled together. */
export function groupByUsers(pairs: readonly MetricPairs[]): MetricPairs[][] {
  const groups: MetricPairs[][] = [];
  for (const pair of pairs) {
    const group = groups.find(([first]) => sameRows(first.indices, pair.indices));
    if (group) group.push(pair);
    else groups.push([pair]);
  }
  return groups;
}
