import { useCallback, type ReactElement } from 'react';
import { histogramBars, histogramTable, isTimeAxis, type Histogram } from '../logic/chart-options';
import { formatDay } from '../logic/format';
import { axisStyle, numberText, tooltipStyle } from './axes';
import { Chart } from './chart';
import type { ChartOption } from './chart-option';
import type { ChartColors } from './chart-colors';

/** Counts between edges as bars. */
export function HistogramChart({ histogram, height = 190 }: { readonly histogram: Histogram; readonly height?: number }): ReactElement {
  const option = useCallback(
    (colors: ChartColors): ChartOption => {
      const bars = histogramBars(histogram);
      const edge = isTimeAxis(histogram) ? (value: number) => formatDay(value) : numberText;
      return {
        grid: { left: 46, right: 12, top: 12, bottom: 24 },
        tooltip: { trigger: 'axis', ...tooltipStyle(colors) },
        xAxis: {
          type: 'category',
          data: bars.map(([low, high]) => (high - low === 1 && !isTimeAxis(histogram) ? edge(low) : `${edge(low)} … ${edge(high)}`)),
          ...axisStyle(colors),
          axisLabel: { color: colors.mute, fontSize: 11, formatter: (text: string) => text.split(' … ')[0] ?? '' },
        },
        yAxis: { type: 'value', ...axisStyle(colors) },
        series: [
          {
            type: 'bar',
            name: 'count',
            data: bars.map(([, , count]) => count),
            itemStyle: { color: colors.accent },
            barCategoryGap: '8%',
            large: true,
          },
        ],
      };
    },
    [histogram],
  );
  return (
    <Chart
      name={histogram.label}
      label={`${histogram.label}: histogram`}
      option={option}
      table={() => histogramTable(histogram)}
      height={height}
    />
  );
}
