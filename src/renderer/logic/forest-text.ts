import { MINUS } from '#shared/counts';
import { effectUnit, forestExtent, forestMark, hasBaseline, inUnits, type Effect, type ForestRow } from '#shared/forest-scale';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { formatCount, formatDifference, formatP, formatShare } from './format';

export type MetricComparison = ExperimentResult['variants'][number]['comparisons'][number];

export const effectNames: Readonly<Record<Effect, string>> = {
  relative: 'relative',
  absolute: 'absolute',
  standardised: 'standardised (dz)',
};

export const effectNotes: Readonly<Record<Effect, string>> = {
  relative: 'Difference relative to the baseline’s value',
  absolute: 'Difference as it is',
  standardised: 'Difference in standard deviations of the paired differences (Cohen’s dz)',
};

/** For the heading of the plot. */
export const forestAxisNote =
  'Thick: interval of the corrected test, by which the verdict is given; thin: interval of this test alone. The axis fits all metrics except a few far larger ones, which are cut off and shown with an arrow and their number.';

interface Intervals {
  readonly plain: ForestRow;
  /** Undefined where there is nothing to test, and in results of older versions. */
  readonly corrected: ForestRow | undefined;
}

/** Both intervals of a comparison on the axis of an effect. */
export function forestRows(comparison: MetricComparison, effect: Effect): Intervals {
  const { difference, interval, correctedInterval: corrected } = comparison;
  const unit = effectUnit(comparison, effect);
  return {
    plain: { difference, low: interval.low, high: interval.high, unit },
    corrected: corrected && { difference, low: corrected.low ?? -Infinity, high: corrected.high ?? Infinity, unit },
  };
}

/** Half the width of a plot: all intervals, corrected ones too, fit. */
export const extentOf = (comparisons: readonly MetricComparison[], effect: Effect): number =>
  forestExtent(
    comparisons.map((comparison) => {
      const { plain, corrected } = forestRows(comparison, effect);
      return corrected ?? plain;
    }),
    effect,
  );

/** A number of the axis: `+831%`, `+0.0108` or `+0.12`; an unbounded end is `∞`. */
export function formatEffect(value: number, effect: Effect, baselineValue: number | null): string {
  const sign = value < 0 ? MINUS : '+';
  if (!Number.isFinite(value)) return `${sign}∞`;
  if (effect === 'absolute' || (effect === 'relative' && !hasBaseline(baselineValue))) return formatDifference(value);
  if (effect === 'standardised') return `${/[1-9]/.test(value.toFixed(2)) ? sign : ''}${Math.abs(value).toFixed(2)}`;
  const percent = Math.abs(value) * 100;
  return `${sign}${percent < 10 ? percent.toFixed(1) : formatCount(Math.round(percent))}%`;
}

/** The difference of a comparison in the unit of an effect. */
export function effectText(comparison: MetricComparison, effect: Effect): string {
  const values = inUnits(forestRows(comparison, effect).plain);
  return values ? (values.difference === 0 ? '0' : formatEffect(values.difference, effect, comparison.baselineValue)) : '–';
}

/** `±200%`, `±0.05`, `±0.5`. */
export const formatEdge = (extent: number, effect: Effect): string =>
  effect === 'relative' ? `±${Number((extent * 100).toPrecision(3))}%` : `±${Number(extent.toPrecision(3))}`;

const ends = (low: number | null, high: number | null): string => {
  const text = (end: number | null, unbounded: string): string => (end === null ? unbounded : formatDifference(end));
  return `${text(low, `${MINUS}∞`)} to ${text(high, '∞')}`;
};

/** The facts of a comparison, label and value: what hover and focus show. */
export function comparisonFacts(comparison: MetricComparison): readonly (readonly [string, string])[] {
  const { difference, interval, intervalMethod, correctedInterval: corrected, pValue, adjustedPValue, test, pairCount } = comparison;
  const relative = hasBaseline(comparison.baselineValue) ? `, ${effectText(comparison, 'relative')} of the baseline` : '';
  const dz = effectText(comparison, 'standardised');
  const isCorrected = adjustedPValue !== null && pValue !== null && adjustedPValue !== pValue;
  return [
    ['Difference', `${formatDifference(difference)}${relative}${dz === '–' ? '' : `, dz ${dz}`}`],
    [`${formatShare(interval.level)} interval`, `${ends(interval.low, interval.high)} (${intervalMethod})`],
    ...(corrected ? [['Corrected interval', `${ends(corrected.low, corrected.high)} (${corrected.method})`] as const] : []),
    ['p', `${formatP(adjustedPValue ?? pValue)}${isCorrected ? ` corrected, ${formatP(pValue)} alone` : ''} (${test})`],
    ['Users', `${formatCount(pairCount)} in pairs`],
  ];
}

/** A comparison in one sentence, with what the axis is too short for. */
export function forestText(comparison: MetricComparison, effect: Effect, extent: number): string {
  const facts = comparisonFacts(comparison).map(([label, value]) => `${label} ${value}`);
  const { plain, corrected } = forestRows(comparison, effect);
  const mark = forestMark(corrected ?? plain, extent);
  const isCut = mark !== undefined && (mark.beyondLow !== null || mark.beyondHigh !== null);
  const cut = isCut
    ? [`${mark.point === null ? 'Beyond' : 'The interval extends beyond'} the axis, which ends at ${formatEdge(extent, effect)}`]
    : [];
  return [...facts, ...cut, comparison.verdict].join('; ');
}
