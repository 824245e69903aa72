import { useCallback, type ReactElement } from 'react';
import { axisStyle, numberText, tooltipStyle } from './axes';
import { Chart } from './chart';
import type { ChartOption } from './chart-option';
import type { ChartColors } from './chart-colors';

interface Props {
  readonly name: string;
  readonly xName: string;
  readonly yName: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly logarithmic?: boolean;
  readonly height?: number;
  readonly area?: boolean;
}

/** One line over numbers, with logarithmic axes where sizes differ by orders. */
export function CurveChart({ name, xName, yName, points, logarithmic = false, height = 190, area = false }: Props): ReactElement {
  const option = useCallback(
    (colors: ChartColors): ChartOption => {
      const type = logarithmic ? 'log' : 'value';
      return {
        grid: { left: 50, right: 14, top: 24, bottom: 36 },
        tooltip: { trigger: 'axis', ...tooltipStyle(colors), valueFormatter: numberText },
        xAxis: { type, name: xName, nameLocation: 'middle', nameGap: 22, ...axisStyle(colors), splitLine: { show: false } },
        yAxis: { type, name: yName, ...axisStyle(colors), nameTextStyle: { color: colors.mute, fontSize: 11, align: 'left' } },
        series: [
          {
            type: 'line',
            name: yName,
            data: points.filter(([x, y]) => !logarithmic || (x > 0 && y > 0)).map(([x, y]) => [x, y]),
            showSymbol: points.length < 3,
            lineStyle: { color: colors.accent, width: 2 },
            itemStyle: { color: colors.accent },
            ...(area && { areaStyle: { color: colors.accent, opacity: 0.1 } }),
          },
        ],
      };
    },
    [points, xName, yName, logarithmic, area],
  );
  return (
    <Chart
      name={name}
      label={`${name}: ${yName} by ${xName}`}
      option={option}
      table={() => ({ columns: [xName, yName], rows: points.map(([x, y]) => [x, y]) })}
      height={height}
    />
  );
}
