import { useCallback, type ReactElement } from 'react';
import type { SweepOutput } from '#shared/schemas/sweep';
import { Chart } from '../../charts/chart';
import type { ChartColors } from '../../charts/chart-colors';
import type { ChartOption } from '../../charts/chart-option';
import { parallelAxes } from './logic/parallel-axes';
import { settingsTable } from './logic/sweep-rows';

/** Parallel coordinates: an axis for each varied setting and each objective, a line for each setting tried. */
export function ParallelCoordinates({ output }: { readonly output: SweepOutput }): ReactElement {
  const option = useCallback((colors: ChartColors) => parallelOption(output, colors), [output]);
  return (
    <Chart
      name="Sweep settings"
      label={`Values and objectives of ${output.settings.length - 1} settings, a line for each`}
      option={option}
      table={() => settingsTable(output)}
      height={320}
    />
  );
}

/** More lines than this cannot be told apart: the first ones off the front are enough to show the spread. */
const mostBackground = 300;

function parallelOption(output: SweepOutput, colors: ChartColors): ChartOption {
  const axes = parallelAxes(output);
  const tried = output.settings.slice(1).map((setting, i) => ({ setting, i }));
  const winner = output.winner - 1;
  const line = (i: number, color: string, width: number, opacity: number) => ({
    type: 'line' as const,
    name: `setting ${i + 1}`,
    symbol: 'none',
    silent: true,
    animation: false,
    lineStyle: { color, width, opacity },
    data: axes.map(({ positions }) => positions[i] ?? NaN),
  });
  const background = tried.filter(({ setting, i }) => !setting.onFront && i !== winner).slice(0, mostBackground);
  const front = tried.filter(({ setting, i }) => setting.onFront && i !== winner);
  return {
    grid: { left: 40, right: 40, top: 34, bottom: 40 },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: axes.map(({ name, low }) => `${low}\n${name}`),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colors.ink, fontSize: 11, lineHeight: 15, interval: 0 },
      splitLine: { show: true, lineStyle: { color: colors.mute, width: 1 } },
    },
    yAxis: { type: 'value', min: 0, max: 1, show: false },
    series: [
      ...background.map(({ i }) => line(i, colors.mute, 1, 0.25)),
      ...front.map(({ i }) => line(i, colors.accent, 1.5, 0.85)),
      ...(winner >= 0 ? [line(winner, colors.series[1] ?? colors.accent, 3, 1)] : []),
      {
        type: 'scatter' as const,
        symbolSize: 0,
        silent: true,
        data: axes.map(({ high }, x) => ({
          value: [x, 1],
          label: { show: true, formatter: high, position: 'top', color: colors.ink, fontSize: 11 },
        })),
      },
    ],
  };
}
