import type { InterleavingOutput } from '#shared/schemas/interleaving';
import { axisStyle, tooltipStyle } from '../../../charts/axes';
import type { ChartColors } from '../../../charts/chart-colors';
import type { ChartOption } from '../../../charts/chart-option';
import { formatPercent } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';

/** Share of tests that find the preference, by users, a line for each method. */
export function powerOption({ methods, power }: InterleavingOutput, challenger: number, colors: ChartColors): ChartOption {
  const users = methods.flatMap(({ course }) => course.map((point) => point.users));
  const [low, high] = [Math.max(1, Math.min(...users)), Math.max(...users)];
  const line = (name: string, data: number[][], color: string, type: 'solid' | 'dashed') => ({
    type: 'line' as const,
    name,
    data,
    showSymbol: false,
    lineStyle: { color, type, width: type === 'dashed' ? 1 : 2 },
    itemStyle: { color },
  });
  return {
    grid: { left: 52, right: 18, top: 46, bottom: 42 },
    legend: { type: 'scroll', top: 0, left: 0, textStyle: { color: colors.ink, fontSize: 12 }, itemWidth: 14, itemHeight: 8, itemGap: 26 },
    tooltip: { trigger: 'axis', ...tooltipStyle(colors), valueFormatter: (value) => formatPercent(Number(value)) },
    xAxis: {
      type: 'log',
      min: low,
      max: high,
      name: 'users',
      nameLocation: 'middle',
      nameGap: 26,
      ...axisStyle(colors),
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      ...axisStyle(colors),
      axisLabel: { color: colors.mute, fontSize: 11, formatter: (value: number) => formatPercent(value) },
    },
    series: [
      ...methods.map(({ label, course }, m) =>
        line(
          label,
          course.filter((point) => point.users > 0).map((point) => [point.users, point.power[challenger] ?? 0]),
          colors.series[m] ?? colors.ink,
          'solid',
        ),
      ),
      line(
        'planned power',
        [
          [low, power],
          [high, power],
        ],
        colors.mute,
        'dashed',
      ),
    ],
  };
}

export const powerTable = ({ methods }: InterleavingOutput, challenger: number): TextTable => ({
  columns: ['method', 'users', 'power'],
  rows: methods.flatMap(({ label, course }) => course.map(({ users, power }) => [label, users, power[challenger] ?? null])),
});

export const interleavingTable = ({ methods }: InterleavingOutput): TextTable => ({
  columns: ['method', 'challenger', 'users_needed', 'wins', 'losses', 'ties', 'preference', 'low', 'high', 'p', 'verdict'],
  rows: methods.flatMap(({ label, challengers }) =>
    challengers.map(({ name, needed, wins, losses, ties, preference, interval, pValue, verdict }) => [
      label,
      name,
      needed,
      wins,
      losses,
      ties,
      preference,
      interval.low,
      interval.high,
      pValue,
      verdict,
    ]),
  ),
});
