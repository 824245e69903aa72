import { formatCount } from '../logic/format';
import type { ChartColors } from './chart-colors';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Minimal axes: small labels, faint lines, no boxes. */
export const axisStyle = (colors: ChartColors) => ({
  nameTextStyle: { color: colors.mute, fontSize: 11 },
  axisLabel: { color: colors.mute, fontSize: 11, formatter: (value: number) => compact.format(value) },
  axisLine: { lineStyle: { color: colors.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colors.line } },
});

export const tooltipStyle = (colors: ChartColors) => ({
  backgroundColor: colors.pane,
  borderColor: colors.line,
  textStyle: { color: colors.ink, fontSize: 12 },
  confine: true,
  // Drawn as part of the chart: as HTML it would need style attributes, which the content security policy forbids.
  renderMode: 'richText' as const,
});

export const numberText = (value: unknown): string =>
  typeof value === 'number' ? formatCount(Math.round(value * 1000) / 1000) : String(value);
