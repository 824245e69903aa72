import type { CustomSeriesRenderItem } from 'echarts';
import { useCallback, type ReactElement } from 'react';
import { axisStyle, tooltipStyle } from '../../../charts/axes';
import { Chart } from '../../../charts/chart';
import type { ChartColors } from '../../../charts/chart-colors';
import type { ChartOption } from '../../../charts/chart-option';
import { mixColors } from '../../../logic/colors';
import { formatPercent, formatValue } from '../../../logic/format';
import type { TextTable } from '../../../logic/table-text';
import type { CellVerdict } from '#shared/schemas/sensitivity';
import { cellAt, contourLines, heatOf, heatRange, valueAt, zoneEdges, type GrowingGrid, type HeatKind } from '../logic/sensitivity-grid';

/** Distances of the cells from the chart's edges, which the draggable point shares. */
export const insets = { left: 58, right: 14, top: 10, bottom: 42 } as const;

interface Props {
  readonly grid: GrowingGrid;
  readonly kind: HeatKind;
  /** Of the current point: its zone is outlined. */
  readonly verdict: CellVerdict;
  readonly xName: string;
  readonly yName: string;
  readonly height: number;
}

const separated = (lines: readonly (readonly (readonly [number, number])[])[]): (readonly [number, number] | [null, null])[] =>
  lines.flatMap((line) => [...line, [null, null] as [null, null]]);

/** Cells as heat, lines of equal heat, and the outline of the zone in which the verdict stands. */
export function SensitivityChart({ grid, kind, verdict, xName, yName, height }: Props): ReactElement {
  const option = useCallback(
    (colors: ChartColors) => mapOption({ grid, kind, verdict, xName, yName }, colors),
    [grid, kind, verdict, xName, yName],
  );
  return (
    <Chart
      name={`Map of ${grid.frame.metric}`}
      label={`${kind === 'value' ? grid.frame.metric : 'Change of lists'} by ${xName} and ${yName}; the numbers are in the file of the chart’s menu`}
      option={option}
      height={height}
      table={() => cellTable(grid, xName, yName)}
    />
  );
}

function axisOf(name: string, values: readonly number[], gap: number, colors: ChartColors) {
  return {
    type: 'value' as const,
    name,
    nameLocation: 'middle' as const,
    nameGap: gap,
    min: -0.5,
    max: values.length - 0.5,
    ...axisStyle(colors),
    splitLine: { show: false },
    axisLabel: {
      color: colors.mute,
      fontSize: 11,
      customValues: [0, 0.25, 0.5, 0.75, 1].map((share) => share * (values.length - 1)),
      formatter: (position: number) => String(Number(valueAt(values, position).toPrecision(3))),
    },
  };
}

const lineOf = (name: string, data: ReturnType<typeof separated>, color: string, width: number) => ({
  type: 'line' as const,
  name,
  data: data as [number, number][],
  showSymbol: false,
  silent: true,
  lineStyle: { color, width },
  z: 4,
});

function mapOption({ grid, kind, verdict, xName, yName }: Omit<Props, 'height'>, colors: ChartColors): ChartOption {
  const { frame } = grid;
  const [low, high] = heatRange(grid, kind) ?? [0, 1];
  const points = [...grid.cells.keys()].map((index) => [index % frame.x.length, Math.floor(index / frame.x.length)] as const);
  return {
    grid: { ...insets },
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(colors),
      formatter: (mark: unknown) => tip(grid, (mark as { dataIndex: number }).dataIndex),
    },
    xAxis: axisOf(xName, frame.x, 24, colors),
    yAxis: axisOf(yName, frame.y, 42, colors),
    series: [
      {
        type: 'custom',
        name: kind,
        data: points.map(([x, y]) => [x, y]),
        renderItem: cells(grid, kind, (share) => mixColors(colors.pane, colors.accent, 0.06 + 0.94 * share), [low, high]),
      },
      ...contourLines(grid, kind).map(({ level, lines }) =>
        lineOf(formatValue(level), separated(lines), mixColors(colors.ink, colors.pane, 0.35), 0.7),
      ),
      lineOf(`${verdict} zone`, separated(zoneEdges(grid, verdict)), colors.series[2] ?? colors.ink, 2),
    ],
  };
}

/** Every computed cell as a line. */
function cellTable(grid: GrowingGrid, xName: string, yName: string): TextTable {
  return {
    columns: [xName, yName, grid.frame.metric, 'difference', 'low', 'high', 'verdict', `changed of ${grid.frame.k}`],
    rows: grid.cells.flatMap((cell, index) =>
      cell
        ? [
            [
              grid.frame.x[index % grid.frame.x.length] ?? null,
              grid.frame.y[Math.floor(index / grid.frame.x.length)] ?? null,
              cell.value,
              cell.difference,
              cell.low,
              cell.high,
              cell.verdict,
              cell.churn,
            ],
          ]
        : [],
    ),
  };
}

function cells(
  grid: GrowingGrid,
  kind: HeatKind,
  color: (share: number) => string,
  [low, high]: readonly [number, number],
): CustomSeriesRenderItem {
  return (_params, api) => {
    const [x, y] = [Number(api.value(0)), Number(api.value(1))];
    const heat = heatOf(cellAt(grid, x, y), kind);
    const [left = 0, top = 0] = api.coord([x - 0.5, y + 0.5]);
    const [right = 0, bottom = 0] = api.coord([x + 0.5, y - 0.5]);
    return {
      type: 'rect',
      shape: { x: left, y: top, width: right - left + 0.5, height: bottom - top + 0.5 },
      style: { fill: heat === null ? 'transparent' : color(high > low ? (heat - low) / (high - low) : 0.5) },
    };
  };
}

function tip(grid: GrowingGrid, index: number): string {
  const { frame } = grid;
  const cell = grid.cells[index];
  const [x, y] = [frame.x[index % frame.x.length], frame.y[Math.floor(index / frame.x.length)]];
  if (!cell || x === undefined || y === undefined) return 'not computed yet';
  const at = [x, y].map((value) => Number(value.toPrecision(4))).join(', ');
  return `${at}<br>${frame.metric} ${formatValue(cell.value)}, ${cell.verdict} (${formatValue(cell.low)} … ${formatValue(cell.high)})<br>${formatPercent(cell.churn)} of the first ${frame.k} changed`;
}
