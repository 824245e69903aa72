import { useCallback, useMemo, type ReactElement } from 'react';
import type { MultiverseResult } from '#shared/schemas/multiverse';
import { type CurvePoint, type CurveRow, curveRows, optionText, specificationCurve } from '#shared/specification-curve';
import { formatDifference, formatP, plural } from '../logic/format';
import { curveTable } from '../logic/specification-tables';
import { axisStyle, tooltipStyle } from './axes';
import { Chart, type PickedMark } from './chart';
import type { ChartColors } from './chart-colors';
import type { ChartOption } from './chart-option';

interface Props {
  readonly result: MultiverseResult;
  readonly variant: string;
  /** Of a point; must be stable. */
  readonly noteOf: (point: CurvePoint) => string | undefined;
  /** Called with a clicked point; must be stable. */
  readonly onPick: (point: CurvePoint) => void;
}

type NoteOf = Props['noteOf'];

const left = 210;
const curveTop = 40;
const curveHeight = 210;
const rowHeight = 18;
const gap = 16;
const verdicts = ['better', 'undecided', 'worse'] as const;

/** Differences with their intervals, sorted, and beneath them a dot for the option that each specification takes. */
export function SpecificationChart({ result, variant, noteOf, onPick }: Props): ReactElement {
  const points = useMemo(() => specificationCurve(result, variant), [result, variant]);
  const rows = useMemo(() => curveRows(result), [result]);
  const option = useCallback((colors: ChartColors) => optionOf(result, points, rows, noteOf, colors), [result, points, rows, noteOf]);
  const pick = useCallback(
    ({ seriesName, dataIndex }: PickedMark) => {
      const point = points.filter(({ effect }) => effect.verdict === seriesName)[dataIndex];
      if (point) onPick(point);
    },
    [points, onPick],
  );
  return (
    <Chart
      name={`Multiverse of ${result.metric}, ${variant}`}
      label={`Specification curve: ${variant} against ${result.baseline} by ${result.metric} under ${plural(points.length, 'specification')}`}
      option={option}
      onPick={pick}
      table={() => curveTable(result, variant)}
      height={curveTop + curveHeight + gap + rows.length * rowHeight + 12}
    />
  );
}

function optionOf(
  result: MultiverseResult,
  points: readonly CurvePoint[],
  rows: readonly CurveRow[],
  noteOf: NoteOf,
  colors: ChartColors,
): ChartOption {
  const verdictColors = { better: colors.good, worse: colors.bad, undecided: colors.mute };
  const x = { min: -0.6, max: points.length - 0.4, type: 'value' as const, axisLabel: { show: false }, axisTick: { show: false } };
  const quiet = { axisLine: { show: false }, splitLine: { show: false } };
  return {
    grid: [
      { left, right: 16, top: curveTop, height: curveHeight },
      { left, right: 16, top: curveTop + curveHeight + gap, height: rows.length * rowHeight },
    ],
    legend: {
      top: 0,
      left: 0,
      textStyle: { color: colors.mute, fontSize: 11 },
      data: [...verdicts, 'as asked'],
      selectedMode: false,
      itemGap: 18,
      itemWidth: 12,
      itemHeight: 8,
    },
    tooltip: { trigger: 'item', ...tooltipStyle(colors), formatter: (params: unknown) => tooltipOf(result, points, noteOf, params) },
    xAxis: [
      { ...x, ...quiet, gridIndex: 0 },
      { ...x, ...quiet, gridIndex: 1 },
    ],
    yAxis: yAxes(rows, colors),
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color: colors.ink, width: 1 },
        data: [
          [x.min, 0],
          [x.max, 0],
        ],
      },
      ...verdicts.flatMap((verdict) => seriesOf(verdict, points, rows, noteOf, verdictColors[verdict])),
      {
        type: 'scatter',
        name: 'as asked',
        silent: true,
        symbol: 'circle',
        symbolSize: 15,
        itemStyle: { color: 'transparent', borderColor: colors.ink, borderWidth: 1.2 },
        data: points.flatMap(({ rank, specification, effect }) => (specification.asked ? [[rank, effect.difference ?? 0]] : [])),
      },
    ],
  };
}

/** Differences above, options below. */
function yAxes(rows: readonly CurveRow[], colors: ChartColors): NonNullable<ChartOption['yAxis']> {
  return [
    {
      type: 'value',
      gridIndex: 0,
      ...axisStyle(colors),
      axisLine: { show: false },
      axisLabel: { color: colors.mute, fontSize: 11, formatter: formatDifference },
    },
    {
      type: 'category',
      gridIndex: 1,
      inverse: true,
      data: rows.map(({ choice, label }) => `${choice}: ${label}`),
      axisLabel: { color: colors.ink, fontSize: 11, width: left - 14, overflow: 'truncate', interval: 0 },
      axisLine: { show: false },
      axisTick: { show: false },
    },
  ];
}

/** Differences, intervals and dots of one verdict. */
function seriesOf(
  verdict: (typeof verdicts)[number],
  points: readonly CurvePoint[],
  rows: readonly CurveRow[],
  noteOf: NoteOf,
  color: string,
): NonNullable<Extract<ChartOption['series'], readonly unknown[]>> {
  const own = points.filter(({ effect }) => effect.verdict === verdict);
  const intervals = own.flatMap(({ rank, effect: { interval } }) =>
    interval.low === null || interval.high === null
      ? []
      : [
          [rank, interval.low],
          [rank, interval.high],
          ['-', '-'],
        ],
  );
  const dots = own.flatMap(({ rank, specification }) => rows.flatMap(({ c, o }, r) => (specification.options[c] === o ? [[rank, r]] : [])));
  return [
    {
      type: 'line',
      silent: true,
      showSymbol: false,
      connectNulls: false,
      animation: false,
      lineStyle: { color, width: 2, opacity: 0.4 },
      data: intervals,
    },
    {
      type: 'scatter',
      name: verdict,
      symbolSize: 6,
      itemStyle: { color },
      data: own.map((point) => {
        const value = [point.rank, point.effect.difference ?? 0];
        return noteOf(point) === undefined ? value : { value, symbol: 'diamond', symbolSize: 13 };
      }),
    },
    { type: 'scatter', xAxisIndex: 1, yAxisIndex: 1, symbolSize: 5, itemStyle: { color }, data: dots },
  ];
}

function tooltipOf(result: MultiverseResult, points: readonly CurvePoint[], noteOf: NoteOf, params: unknown): string {
  const { value } = params as { readonly value?: unknown };
  const rank: unknown = Array.isArray(value) ? value[0] : undefined;
  const point = typeof rank === 'number' ? points[rank] : undefined;
  if (!point) return '';
  const { specification, effect } = point;
  const { difference, interval, adjustedPValue, verdict, pairCount } = effect;
  const taken = result.choices.flatMap(({ label, options }, c) =>
    options.length > 1 && optionText(result, specification, c) !== '' ? [`${label}: ${optionText(result, specification, c)}`] : [],
  );
  const effectText = `${formatDifference(difference)} [${formatDifference(interval.low)}, ${formatDifference(interval.high)}]`;
  const note = noteOf(point);
  const noted = note === undefined ? [] : [`Note: ${note}`];
  return [`${effectText}, p ${formatP(adjustedPValue)}, ${verdict}, ${plural(pairCount, 'user')}`, ...taken, ...noted]
    .map(escapeHtml)
    .join('<br>');
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
