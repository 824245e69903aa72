import { useCallback, type ReactElement } from 'react';
import { axisStyle, tooltipStyle } from '../../../charts/axes';
import { Chart, type PickedMark } from '../../../charts/chart';
import type { ChartColors } from '../../../charts/chart-colors';
import type { ChartOption } from '../../../charts/chart-option';
import { formatValue } from '../../../logic/format';
import { partNames, partOf, shownParts, type BlamePick, type BlameRow } from '../logic/blame';
import { partColors } from '../logic/part-colors';

interface Props {
  readonly metric: string;
  readonly rows: readonly BlameRow[];
  readonly onPick: (pick: BlamePick) => void;
}

const rowHeight = 26;

/** One stacked bar per row, from what is achieved to the ideal; a click on a part lists its users, as do the cells below. */
export function BlameBars({ metric, rows, onPick }: Props): ReactElement {
  const option = useCallback((colors: ChartColors) => barsOption(metric, rows, colors), [metric, rows]);
  const pick = useCallback(
    ({ seriesName, dataIndex }: PickedMark): void => {
      const part = shownParts.find((one) => partNames[one] === seriesName);
      const row = rows[dataIndex];
      if (part && row) onPick({ row: row.key, part });
    },
    [rows, onPick],
  );
  return (
    <Chart
      name={`Where ${metric} is lost`}
      label={`${metric} and what each stage loses of it, ${rows.length} rows; the same numbers are in the table below`}
      option={option}
      table={() => ({
        columns: ['row', 'n', metric, ...shownParts.map((part) => partNames[part])],
        rows: rows.map(({ label, summary }) => [
          label,
          summary.userCount,
          summary.achieved,
          ...shownParts.map((part) => partOf(summary, part)?.value ?? null),
        ]),
      })}
      height={44 + rowHeight * rows.length}
      onPick={pick}
    />
  );
}

const valueText = (value: unknown): string => formatValue(typeof value === 'number' ? value : null);

function barsOption(metric: string, rows: readonly BlameRow[], colors: ChartColors): ChartOption {
  const palette = partColors(colors);
  const bar = (name: string, color: string, data: (number | null)[]) => ({
    type: 'bar' as const,
    stack: 'ideal',
    name,
    data,
    itemStyle: { color },
    barMaxWidth: 18,
  });
  return {
    grid: { left: 8, right: 14, top: 28, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: colors.mute, fontSize: 11 } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, ...tooltipStyle(colors), valueFormatter: valueText },
    xAxis: { type: 'value', min: 0, max: 'dataMax', ...axisStyle(colors) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ label, summary }) => `${label} (n = ${summary.userCount})`),
      ...axisStyle(colors),
      axisLabel: { color: colors.ink, fontSize: 11, width: 210, overflow: 'truncate' },
    },
    series: [
      bar(
        metric,
        colors.line,
        rows.map(({ summary }) => summary.achieved),
      ),
      ...shownParts.map((part) =>
        bar(
          partNames[part],
          palette[part],
          rows.map(({ summary }) => partOf(summary, part)?.value ?? null),
        ),
      ),
    ],
  };
}
