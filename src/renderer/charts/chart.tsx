import { useComputedColorScheme } from '@mantine/core';
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactElement } from 'react';
import { chartColors, type ChartColors } from './chart-colors';
import { ChartMenu } from './chart-menu';
import type { ChartOption } from './chart-option';
import classes from './chart.module.css';
import type { TextTable } from '../logic/table-text';

register([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
  SVGRenderer,
]);

interface Props {
  /** File name of exports, without an extension. */
  readonly name: string;
  /** What the chart shows, in a sentence. */
  readonly label: string;
  readonly option: (colors: ChartColors) => ChartOption;
  /** The numbers behind it, for people who need them as numbers. */
  readonly table: () => TextTable;
  readonly height: number;
  /** Called with a clicked mark; what it does must also be reachable without the chart. `onPick` must be stable. */
  readonly onPick?: (mark: PickedMark) => void;
}

export interface PickedMark {
  readonly seriesName: string;
  /** Of the mark, where its series names them. */
  readonly name: string;
  readonly dataIndex: number;
}

/** A chart that follows theme and size, and saves itself as PNG, SVG or CSV. `option` must be stable (useCallback). */
export function Chart({ name, label, option, table, height, onPick }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    if (!box.current) return;
    const instance = init(box.current, null, { renderer: 'svg' });
    chart.current = instance;
    const observer = new ResizeObserver(() => instance.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(
      { animation: !still, animationDuration: 200, textStyle: { fontFamily: 'inherit' }, ...option(chartColors()) },
      true,
    );
  }, [option, scheme]);
  useEffect(() => {
    const instance = chart.current;
    if (!instance || !onPick) return;
    const pick = ({ seriesName = '', name = '', dataIndex }: { seriesName?: string | undefined; name?: string; dataIndex: number }): void =>
      onPick({ seriesName, name, dataIndex });
    instance.on('click', pick);
    return () => void instance.off('click', pick);
  }, [onPick]);
  return (
    <div className={classes.chart}>
      <div ref={box} role="img" aria-label={label} style={{ height }} />
      <ChartMenu name={name} option={option} table={table} size={() => [box.current?.clientWidth ?? 640, height]} />
    </div>
  );
}
