import type { BanditsOutput } from '#shared/schemas/bandits';
import { axisStyle, numberText, tooltipStyle } from '../../../charts/axes';
import type { ChartColors } from '../../../charts/chart-colors';
import type { ChartOption } from '../../../charts/chart-option';
import type { TextTable } from '../../../logic/table-text';

/** Against the best variant for all users, or against every user's own best. */
export type RegretKind = 'regret' | 'personalRegret';

/** Regret over visits, a line with its interval for each bandit. */
export function regretOption({ bandits, visits }: BanditsOutput, kind: RegretKind, colors: ChartColors): ChartOption {
  return {
    grid: { left: 60, right: 18, top: 46, bottom: 42 },
    legend: {
      type: 'scroll',
      top: 0,
      left: 0,
      textStyle: { color: colors.ink, fontSize: 12 },
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 26,
      data: bandits.map(({ label }) => label),
    },
    tooltip: { trigger: 'axis', ...tooltipStyle(colors), valueFormatter: numberText },
    xAxis: {
      type: 'value',
      min: 0,
      max: visits,
      name: 'visits',
      nameLocation: 'middle',
      nameGap: 26,
      ...axisStyle(colors),
      splitLine: { show: false },
    },
    yAxis: { type: 'value', ...axisStyle(colors) },
    series: bandits.flatMap(({ label, points }, b) => {
      const color = colors.series[b] ?? colors.ink;
      const line = (of: 'mean' | 'low' | 'high') => ({
        type: 'line' as const,
        name: label,
        showSymbol: false,
        data: points.map((point) => [point.visits, point[kind][of]]),
        lineStyle: { color, width: of === 'mean' ? 2 : 1, type: of === 'mean' ? ('solid' as const) : ('dashed' as const) },
        itemStyle: { color },
        ...(of !== 'mean' && { tooltip: { show: false }, silent: true }),
      });
      return [line('mean'), line('low'), line('high')];
    }),
  };
}

export const regretTable = ({ bandits, names }: BanditsOutput): TextTable => ({
  columns: [
    'bandit',
    'visits',
    'regret',
    'low',
    'high',
    'personal_regret',
    'personal_low',
    'personal_high',
    ...names.map((name) => `share_${name}`),
  ],
  rows: bandits.flatMap(({ label, points }) =>
    points.map(({ visits, regret, personalRegret, shares }) => [
      label,
      visits,
      regret.mean,
      regret.low,
      regret.high,
      personalRegret.mean,
      personalRegret.low,
      personalRegret.high,
      ...shares,
    ]),
  ),
});
