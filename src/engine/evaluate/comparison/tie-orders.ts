import type { ComparisonAtOrder, Evaluation, MetricComparison } from '../../model/evaluation';
import type { Run } from '../../model/run';
import { momentsOf } from '../statistics/moments';
import { pairedT } from '../statistics/paired-t';
import { signFlipWithoutSamples } from '../statistics/sign-flip';
import type { MetricPairs, SharedUsers } from './pairs';

/**
 * The differences under the orders of equal scores that are worst and best for the variant: its lists in their worst order
 * against the baseline's in their best, and the other way round. If both arms gave a user the same list, they share one order and the difference
 * stays 0. @returns undefined if no order changes a value.
 */
export function differencesUnderTies(
  pair: MetricPairs,
  shared: SharedUsers,
  [baseline, variant]: readonly [Evaluation, Evaluation],
  confidence: number,
): Pick<MetricComparison, 'underTies'> {
  const { baselineMetric, variantMetric, indices, differences } = pair;
  if (!baselineMetric.tieExtremes && !variantMetric.tieExtremes) return {};
  const isSame = listComparer(baseline, variant);
  const worst = differences.slice();
  const best = differences.slice();
  for (let p = 0; p < indices.length; p++) {
    const [b, v] = [shared.inBaseline[indices[p]], shared.inVariant[indices[p]]];
    const ofBaseline = baselineMetric.tieExtremes?.get(b);
    const ofVariant = variantMetric.tieExtremes?.get(v);
    if ((!ofBaseline && !ofVariant) || isSame(baseline.users[b])) continue;
    const [lowBaseline, highBaseline] = ofBaseline ?? [pair.baseline[p], pair.baseline[p]];
    const [lowVariant, highVariant] = ofVariant ?? [pair.variant[p], pair.variant[p]];
    worst[p] = lowVariant - highBaseline;
    best[p] = highVariant - lowBaseline;
  }
  const at = (values: Float64Array): ComparisonAtOrder => atOrder(values, confidence);
  return { underTies: { asIs: at(differences), worst: at(worst), best: at(best) } };
}

/**
 * The exact sign-flip test where all patterns can be counted, which is the verdict's own: it also decides differences that are all equal, as at an
 * extreme order they often are, of which the t-test knows nothing. The t-test, its limit, beyond.
 */
function atOrder(differences: Float64Array, confidence: number): ComparisonAtOrder {
  const moments = momentsOf(differences);
  const { pValue, interval } = pairedT(moments, confidence);
  const exact = differences.length < 2 ? undefined : signFlipWithoutSamples(differences);
  return { difference: moments.mean, interval, pValue: exact?.pValue ?? pValue };
}

/** Whether two arms gave a user the same items in the same order. */
function listComparer(baseline: Evaluation, variant: Evaluation): (user: number) => boolean {
  const [a, b] = [baseline.source?.run, variant.source?.run];
  if (!a || !b) return () => false;
  if (a === b) return () => true;
  const [inA, inB] = [rowsOf(a), rowsOf(b)];
  return (user) => {
    const [r, s] = [inA.get(user), inB.get(user)];
    return r !== undefined && s !== undefined && sameList(a, r, b, s);
  };
}

const rowsOf = ({ users }: Run): ReadonlyMap<number, number> => new Map(Array.from(users, (user, row) => [user, row] as const));

function sameList(a: Run, r: number, b: Run, s: number): boolean {
  const count = Math.min(a.counts[r], b.counts[s]);
  if (count !== Math.max(a.counts[r], b.counts[s]) && count !== Math.min(a.length, b.length)) return false;
  for (let i = 0; i < count; i++) if (a.items[r * a.length + i] !== b.items[s * b.length + i]) return false;
  return true;
}
