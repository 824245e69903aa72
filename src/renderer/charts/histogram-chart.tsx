import { useCallback, type ReactElement } from 'react';
import { barNames, histogramBars, histogramTable, isTimeAxis, type Histogram } from '../logic/chart-options';
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
      const names = barNames(histogram, edge);
      return {
        grid: { left: 48, right: 14, top: 24, bottom: 38 },
        tooltip: { trigger: 'axis', ...tooltipStyle(colors) },
        xAxis: {
          type: 'category',
          name: histogram.xName,
          nameLocation: 'middle',
          nameGap: 24,
          data: names.map(({ whole }) => whole),
          ...axisStyle(colors),
          axisLabel: {
            color: colors.mute,
            fontSize: 11,
            hideOverlap: true,
            // The first, the middle and the last date: inside the frame, whole and apart at any width.
            ...(isTimeAxis(histogram) && {
              interval: (index: number) => [0, Math.floor((names.length - 1) / 2), names.length - 1].includes(index),
              alignMinLabel: 'left',
              alignMaxLabel: 'right',
            }),
            formatter: (_text: string, index: number) => names[index]?.label ?? '',
          },
        },
        yAxis: {
          type: 'value',
          name: histogram.yName,
          ...axisStyle(colors),
          nameTextStyle: { color: colors.mute, fontSize: 11, align: 'left' },
        },
        series: [
          {
            type: 'bar',
            name: histogram.yName,
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
      label={`${histogram.label}: ${histogram.yName} by ${histogram.xName}`}
      option={option}
      table={() => histogramTable(histogram)}
      height={height}
    />
  );
}
