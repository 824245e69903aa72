import type { AbTestDecision, AbTestPoint, GroupLook, SimulatedInterval } from '#shared/schemas/simulate';
import { axisStyle, tooltipStyle } from '../../../charts/axes';
import type { ChartColors } from '../../../charts/chart-colors';
import type { ChartOption } from '../../../charts/chart-option';
import { formatCount, formatPercent } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';

export interface LiftChartData {
  readonly points: readonly AbTestPoint[];
  readonly looks: readonly GroupLook[];
  readonly decisions: readonly AbTestDecision[];
  readonly total: number;
  /** Half the height, as a lift. */
  readonly extent: number;
  /** The exact lift; null while it is not shown. */
  readonly truth: number | null;
  /** Names of rules by their ids. */
  readonly ruleLabels: Readonly<Record<string, string>>;
  /** Outcomes adjusted by what users did before. */
  readonly cuped: boolean;
}

type Series = NonNullable<Extract<ChartOption['series'], readonly unknown[]>>[number];
interface Estimated {
  readonly lift: number | null;
  readonly naive: SimulatedInterval;
  readonly always: SimulatedInterval;
}

/** Users and a value at every point. */
type Coordinates = (of: (point: Estimated) => number | null) => (number | null)[][];

const estimated = (point: AbTestPoint, cuped: boolean): Estimated => (cuped && point.cuped ? point.cuped : point);

/** The lift with the naive interval, the always-valid band, and the intervals of the planned looks, over users. */
export function liftOption(data: LiftChartData, colors: ChartColors): ChartOption {
  const { points, total, extent, truth, cuped } = data;
  const xy: Coordinates = (of) => points.map((point) => [point.users, clip(of(estimated(point, cuped)), extent)]);
  return {
    animation: false,
    grid: { left: 56, right: 18, top: 46, bottom: 42 },
    legend: {
      type: 'scroll',
      top: 0,
      left: 0,
      textStyle: { color: colors.ink, fontSize: 12 },
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 26,
      selectedMode: false,
      data: ['lift', 'naive interval', 'always-valid', ...ruleNames(data), ...(truth === null ? [] : ['true lift'])],
    },
    tooltip: { trigger: 'axis', ...tooltipStyle(colors), formatter: (raw: unknown) => tooltipOf(points, cuped, raw) },
    xAxis: {
      type: 'value',
      min: 0,
      max: total,
      name: 'users',
      nameLocation: 'middle',
      nameGap: 26,
      ...axisStyle(colors),
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: -extent,
      max: extent,
      ...axisStyle(colors),
      axisLabel: { color: colors.mute, fontSize: 11, formatter: (value: number) => formatPercent(value, extent < 0.1 ? 1 : 0) },
    },
    series: [...bandSeries(xy, colors), ...estimateSeries(data, xy, colors), ...lookSeries(data, colors), decisionSeries(data, colors)],
  };
}

/** Bounds far outside of the chart would be drawn as lines along its edge. */
const clip = (value: number | null, extent: number): number | null =>
  value === null ? null : Math.min(4 * extent, Math.max(-4 * extent, value));

const line = (name: string, data: (number | null)[][], color: string, type: 'solid' | 'dashed' | 'dotted', width: number): Series => ({
  type: 'line',
  name,
  data,
  silent: true,
  showSymbol: false,
  lineStyle: { color, type, width },
  itemStyle: { color },
});

/** Ends of the naive interval, the lift, zero, and the truth where it is shown. */
function estimateSeries({ total, truth }: LiftChartData, xy: Coordinates, colors: ChartColors): Series[] {
  const level = (value: number): number[][] => [
    [0, value],
    [total, value],
  ];
  const naive = (['low', 'high'] as const).map((end) => {
    const ends = xy((point) => point.naive[end]);
    return line('naive interval', ends, colors.bad, 'dashed', 1);
  });
  const lift = xy((point) => point.lift);
  return [
    ...naive,
    line('zero', level(0), colors.mute, 'solid', 1),
    ...(truth === null ? [] : [line('true lift', level(truth), colors.good, 'dotted', 2)]),
    line('lift', lift, colors.ink, 'solid', 2),
  ];
}

/** Two stacked lines with the area between them. */
function bandSeries(xy: Coordinates, colors: ChartColors): Series[] {
  const base = { type: 'line' as const, silent: true, showSymbol: false, stack: 'always', stackStrategy: 'all' as const };
  const low = xy(({ always }) => always.low);
  const high = xy(({ always }) => always.high);
  const height = low.map(([users, bound], p) => [
    users ?? 0,
    bound === null || bound === undefined ? null : (high[p]?.[1] ?? bound) - bound,
  ]);
  return [
    { ...base, name: 'always-valid low', data: low, lineStyle: { color: colors.accent, width: 1.5 } },
    {
      ...base,
      name: 'always-valid',
      data: height,
      lineStyle: { color: colors.accent, width: 1.5 },
      itemStyle: { color: colors.accent },
      areaStyle: { color: colors.accent, opacity: 0.13 },
    },
  ];
}

const ruleNames = ({ looks, ruleLabels }: LiftChartData): string[] => (looks[0]?.bounds ?? []).map(({ rule }) => ruleLabels[rule] ?? rule);

/** Intervals at the planned looks, the rules side by side; a filled end where the bound is crossed. */
function lookSeries(data: LiftChartData, colors: ChartColors): Series[] {
  const { looks, ruleLabels, total, extent } = data;
  const rules = (looks[0]?.bounds ?? []).map(({ rule }) => rule);
  return rules.flatMap((rule, r): Series[] => {
    const color = colors.series[1 + r] ?? colors.mute;
    const shift = (r - (rules.length - 1) / 2) * 0.008 * total;
    const bars = looks.flatMap(({ users, bounds }) => {
      const { low = null, high = null } = bounds.find((bound) => bound.rule === rule)?.interval ?? {};
      return low === null || high === null
        ? []
        : [
            [users + shift, clip(low, extent)],
            [users + shift, clip(high, extent)],
            [users + shift, null],
          ];
    });
    return [line(ruleLabels[rule] ?? rule, bars, color, 'solid', 3)];
  });
}

/** Where rules stopped. */
function decisionSeries({ decisions }: LiftChartData, colors: ChartColors): Series {
  const decided = decisions.filter(({ verdict, lift }) => verdict !== 'undecided' && lift !== null);
  return {
    type: 'scatter',
    name: 'decisions',
    symbol: 'diamond',
    symbolSize: 11,
    data: decided.map(({ users, lift, verdict }) => ({
      value: [users, lift ?? 0],
      itemStyle: { color: verdict === 'better' ? colors.good : colors.bad, borderColor: colors.pane, borderWidth: 1 },
    })),
  };
}

const span = ({ low, high }: SimulatedInterval): string => `${formatPercent(low, 1)} to ${formatPercent(high, 1)}`;

function tooltipOf(points: readonly AbTestPoint[], cuped: boolean, raw: unknown): string {
  const [first] = raw as readonly { readonly axisValue?: number }[];
  const at = first?.axisValue ?? 0;
  const point = points.reduce<AbTestPoint | undefined>(
    (nearest, one) => (!nearest || Math.abs(one.users - at) < Math.abs(nearest.users - at) ? one : nearest),
    undefined,
  );
  if (!point) return '';
  const { lift, naive, always } = estimated(point, cuped);
  return [
    `${formatCount(point.users)} users (${point.counts.map(formatCount).join(' : ')}), day ${point.day.toFixed(1)}`,
    `lift ${formatPercent(lift, 1)}`,
    `naive ${span(naive)}`,
    `always-valid ${span(always)}`,
  ].join('\n');
}

/** The course as numbers. */
export function courseTable(points: readonly AbTestPoint[]): TextTable {
  return {
    columns: [
      'users',
      'day',
      'users_a',
      'users_b',
      'lift',
      'naive_low',
      'naive_high',
      'always_low',
      'always_high',
      'cuped_lift',
      'cuped_always_low',
      'cuped_always_high',
      'traffic_p',
      'traffic_always_p',
    ],
    rows: points.map(({ users, day, counts, lift, naive, always, cuped, ratio }) => [
      users,
      day,
      ...counts,
      lift,
      naive.low,
      naive.high,
      always.low,
      always.high,
      cuped?.lift ?? null,
      cuped?.always.low ?? null,
      cuped?.always.high ?? null,
      ratio.pValue,
      ratio.alwaysPValue,
    ]),
  };
}
