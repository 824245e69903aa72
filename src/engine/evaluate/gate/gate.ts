import { formatShare } from '#shared/counts';
import type { GateMetric, GateVerdict } from '#shared/schemas/gate';
import type { MetricComparison } from '../../model/evaluation';
import { metricRegistry } from '../metrics/registry';
import { normalQuantile, studentQuantile } from '../statistics/distributions';
import { oneSidedPower } from '../statistics/power';

interface GateRule {
  /** The largest acceptable loss, as a share of the baseline's value. */
  readonly marginShare: number;
  /** The loss whose chance of being caught is stated, as a share of the baseline's value. */
  readonly detectShare: number;
  readonly confidence: number;
  /** Metrics that decide together: any of them can fail the gate, so the level of failing is divided among them. */
  readonly metricCount: number;
}

/**
 * Non-inferiority of one metric (one-sided, Student's t on paired differences; the normal for a metric without per-user
 * values). `pass`: the lower bound lies above −margin. `worse`: the loss is shown (the upper bound lies below 0) and a pass is
 * not. `undecided`: neither. All metrics must pass, so passing needs no correction; failing is corrected by Bonferroni.
 */
export function gateMetric(comparison: MetricComparison, rule: GateRule): GateMetric {
  const { spec, metricId, baselineValue, value, pairCount } = comparison;
  const sign = metricRegistry.get(metricId, spec).direction === 'lower' ? -1 : 1;
  const difference = sign * comparison.difference;
  const error = comparison.details ? comparison.details.standardDeviation / Math.sqrt(pairCount) : comparison.standardError;
  const scale = Math.abs(baselineValue);
  const margin = rule.marginShare * scale;
  const facts = { spec, baselineValue, value, difference, margin, users: pairCount };
  if (!(pairCount > 1) || error === undefined || !Number.isFinite(error) || !Number.isFinite(difference)) {
    const reason = `undecided: ${pairCount > 1 ? 'no value to compare' : 'too few users to compare'}`;
    return { ...facts, verdict: 'undecided', lower: null, upper: null, powerToPass: null, powerToCatch: null, reason };
  }
  const degreesOfFreedom = comparison.details ? pairCount - 1 : Infinity;
  const alpha = 1 - rule.confidence;
  const failing = alpha / Math.max(1, rule.metricCount);
  const lower = difference - quantile(1 - alpha, degreesOfFreedom) * error;
  const upper = difference + quantile(1 - failing, degreesOfFreedom) * error;
  const verdict: GateVerdict = lower > -margin || (error === 0 && difference >= -margin) ? 'pass' : upper < 0 ? 'worse' : 'undecided';
  return {
    ...facts,
    verdict,
    lower,
    upper,
    powerToPass: error === 0 ? 1 : oneSidedPower(margin / error, degreesOfFreedom, alpha),
    powerToCatch: error === 0 ? 1 : oneSidedPower((rule.detectShare * scale) / error, degreesOfFreedom, failing),
    reason: explain(verdict, { difference, lower, upper, margin, scale, confidence: rule.confidence }),
  };
}

/** `worse` if any metric is, `pass` if all pass. */
export function gateVerdict(metrics: readonly GateMetric[]): GateVerdict {
  if (metrics.some(({ verdict }) => verdict === 'worse')) return 'worse';
  return metrics.length > 0 && metrics.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'undecided';
}

const quantile = (p: number, degreesOfFreedom: number): number =>
  degreesOfFreedom === Infinity ? normalQuantile(p) : studentQuantile(p, degreesOfFreedom);

interface Bounds {
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly margin: number;
  readonly scale: number;
  readonly confidence: number;
}

function explain(verdict: GateVerdict, { difference, lower, upper, margin, scale, confidence }: Bounds): string {
  const share = (x: number): string => (scale > 0 ? `${x < 0 ? '−' : '+'}${formatShare(Math.abs(x) / scale)}` : x.toPrecision(3));
  const seen = `${share(difference)} seen`;
  const level = `with ${formatShare(confidence)} confidence`;
  if (verdict === 'pass') return `pass: ${seen}; ${level} the loss is at most ${formatShare(scale > 0 ? Math.max(0, -lower) / scale : 0)}`;
  if (verdict === 'worse') return `worse: ${seen}; ${level} there is a loss, and up to ${share(lower)} is possible`;
  return `undecided: ${seen}; anything from ${share(lower)} to ${share(upper)} is possible, and −${formatShare(scale > 0 ? margin / scale : 0)} is allowed`;
}
