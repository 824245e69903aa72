import { useCallback, type ReactElement } from 'react';
import type { IndexBench } from '#shared/schemas/index-bench';
import { axisStyle, tooltipStyle } from '../../../charts/axes';
import { Chart } from '../../../charts/chart';
import type { ChartOption } from '../../../charts/chart-option';
import type { ChartColors } from '../../../charts/chart-colors';
import { benchTable, parameterText } from './bench-rows';

/** Recall against latency: one line per type of index, one point per value of its search parameter; up and left is better. */
export function TradeOffChart({ bench }: { readonly bench: IndexBench }): ReactElement {
  const option = useCallback((colors: ChartColors): ChartOption => tradeOffOption(bench, colors), [bench]);
  const name = `Index trade-off, recall@${bench.neighborCount}`;
  return (
    <Chart
      name={name}
      label={`${name} by milliseconds per query, one line for each of ${bench.types.length} types of index`}
      option={option}
      table={() => benchTable(bench)}
      height={300}
    />
  );
}

function tradeOffOption(bench: IndexBench, colors: ChartColors): ChartOption {
  const measured = bench.types.filter(({ points }) => points.length > 0);
  return {
    grid: { left: 54, right: 18, top: 42, bottom: 40 },
    legend: { top: 0, left: 0, textStyle: { color: colors.ink, fontSize: 12 }, icon: 'circle', itemWidth: 9, itemGap: 18 },
    tooltip: { trigger: 'item', ...tooltipStyle(colors) },
    xAxis: {
      type: 'log',
      name: 'milliseconds per query',
      nameLocation: 'middle',
      nameGap: 24,
      ...axisStyle(colors),
      axisLabel: { color: colors.mute, fontSize: 11 },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      name: `recall@${bench.neighborCount}`,
      max: 1,
      scale: true,
      ...axisStyle(colors),
      axisLabel: { color: colors.mute, fontSize: 11 },
    },
    series: measured.map(({ type, points }, i) => ({
      type: 'line',
      name: type,
      symbolSize: 7,
      lineStyle: { color: colors.series[i % colors.series.length] ?? colors.accent, width: 2 },
      itemStyle: { color: colors.series[i % colors.series.length] ?? colors.accent },
      data: points.map((point) => ({ name: parameterText(point), value: [point.millisecondsPerQuery, point.recall] })),
      tooltip: {
        formatter: ({ name, value }: { name?: string; value?: unknown }) => {
          const [ms = NaN, recall = NaN] = value as number[];
          return `${type}${name ? `, ${name}` : ''}\nrecall ${recall.toFixed(4)}, ${ms.toFixed(3)} ms`;
        },
      },
    })),
  };
}
