import type { LineSeriesOption } from 'echarts/charts';
import { useCallback, type ReactElement } from 'react';
import { formatMinute } from '../logic/format';
import type { TextTable } from '../logic/table-text';
import { axisStyle, numberText, tooltipStyle } from './axes';
import { Chart, type PickedMark } from './chart';
import type { ChartColors } from './chart-colors';
import type { ChartOption } from './chart-option';

interface Line {
  readonly variant: string;
  readonly points: readonly {
    readonly timeMs: number;
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
    /** Shown with the point, which is filled. */
    readonly note?: string | undefined;
  }[];
  readonly reference: number | undefined;
}

interface Props {
  readonly name: string;
  readonly metric: string;
  readonly lines: readonly Line[];
  /** Whether 0 is in sight, as for differences. */
  readonly withZero: boolean;
  /** A value in words; must be stable. */
  readonly textOf?: (value: number) => string;
  readonly table: () => TextTable;
  /** Called with a clicked point; must be stable. */
  readonly onPick?: (mark: PickedMark) => void;
}

/** A number of several variants over time, each with its interval as a band and its reference as a dashed line. */
export function HistoryChart({ name, metric, lines, withZero, textOf = numberText, table, onPick }: Props): ReactElement {
  const option = useCallback(
    (colors: ChartColors): ChartOption => ({
      useUTC: true,
      grid: { left: 54, right: 16, top: 30, bottom: 26 },
      legend: {
        top: 0,
        left: 0,
        selectedMode: false,
        textStyle: { color: colors.mute, fontSize: 11 },
        data: lines.map(({ variant }) => variant),
      },
      tooltip: { trigger: 'item', ...tooltipStyle(colors), formatter: (mark: unknown) => tooltipOf(lines, metric, textOf, mark) },
      xAxis: {
        type: 'time',
        ...axisStyle(colors),
        axisLabel: { color: colors.mute, fontSize: 11, hideOverlap: true },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        scale: !withZero,
        ...axisStyle(colors),
        axisLabel: { color: colors.mute, fontSize: 11, formatter: textOf },
      },
      series: lines.flatMap((line, place) => seriesOf(line, place, colors)),
    }),
    [lines, metric, withZero, textOf],
  );
  return (
    <Chart
      name={name}
      label={`${name}: ${metric} over time with intervals`}
      option={option}
      table={table}
      height={230}
      {...(onPick && { onPick })}
    />
  );
}

function seriesOf({ variant, points, reference }: Line, place: number, colors: ChartColors): LineSeriesOption[] {
  const color = colors.series[place % colors.series.length] ?? colors.accent;
  const band = {
    type: 'line' as const,
    stack: variant,
    stackStrategy: 'all' as const,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  };
  const inner = points.filter(({ low, high }) => low !== null && high !== null);
  return [
    {
      type: 'line' as const,
      name: variant,
      data: points.map(({ timeMs, value, note }) =>
        note === undefined ? [timeMs, value] : { value: [timeMs, value], symbol: 'diamond', symbolSize: 13 },
      ),
      symbolSize: 6,
      lineStyle: { color, width: 2 },
      itemStyle: { color },
      ...(reference !== undefined && {
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color, type: 'dashed' as const, opacity: 0.6 },
          data: [{ yAxis: reference }],
        },
      }),
    },
    { ...band, data: inner.map(({ timeMs, low }) => [timeMs, low]) },
    { ...band, data: inner.map(({ timeMs, low, high }) => [timeMs, Number(high) - Number(low)]), areaStyle: { color, opacity: 0.14 } },
  ];
}

function tooltipOf(lines: readonly Line[], metric: string, textOf: (value: number) => string, mark: unknown): string {
  const { seriesName, dataIndex } = mark as { seriesName: string; dataIndex: number };
  const line = lines.find(({ variant }) => variant === seriesName);
  const point = line?.points[dataIndex];
  if (!line || !point) return '';
  const interval = point.low === null || point.high === null ? '' : ` [${textOf(point.low)}, ${textOf(point.high)}]`;
  const saved = line.reference === undefined ? '' : `\nsaved comparison ${textOf(line.reference)}`;
  const note = point.note === undefined ? '' : `\nNote: ${point.note}`;
  return `${formatMinute(point.timeMs)}\n${seriesName}: ${metric} ${textOf(point.value)}${interval}${saved}${note}`;
}
