import { useCallback, type ReactElement } from 'react';
import type { SweepOutput } from '#shared/schemas/sweep';
import { axisStyle, tooltipStyle } from '../../charts/axes';
import { Chart, type PickedMark } from '../../charts/chart';
import type { ChartColors } from '../../charts/chart-colors';
import type { ChartOption } from '../../charts/chart-option';
import { useSettingNames } from '../../api/use-setting-names';
import type { LabVariant } from '../../logic/lab-document';
import { openLabNote } from '../../stores/lab-notes';
import { sweepPlace } from './logic/sweep-notes';
import { settingsTable } from './logic/sweep-rows';

interface Props {
  readonly output: SweepOutput;
  /** The variant of the Lab that was swept, which keeps the notes; undefined where it is gone. */
  readonly subject: LabVariant | undefined;
}

/** The first two objectives of every setting: the front filled, the others hollow, start and winner named. */
export function FrontChart({ output, subject }: Props): ReactElement {
  const { nameOf } = useSettingNames(output.variant);
  const key = subject?.key;
  // A click writes a note on the setting; the table has marks for those of the front.
  const open = useCallback(
    ({ name }: PickedMark) => {
      const setting = output.settings[Number(name)];
      if (setting && key !== undefined) openLabNote(sweepPlace(key, setting, output.objectives[0]?.spec ?? '', nameOf));
    },
    [output, key, nameOf],
  );
  const option = useCallback((colors: ChartColors) => frontOption(output, colors), [output]);
  const names = output.objectives.slice(0, 2).map(({ spec }) => spec);
  return (
    <Chart
      name="Sweep trade-off"
      label={`${names.join(' against ')} of ${output.settings.length} settings`}
      option={option}
      onPick={open}
      table={() => settingsTable(output)}
      height={300}
    />
  );
}

function frontOption({ settings, winner, objectives }: SweepOutput, colors: ChartColors): ChartOption {
  const [x, y] = [objectives[1]?.spec ?? '', objectives[0]?.spec ?? ''];
  const points: Point[] = settings.map(({ metrics, onFront }, index) => ({
    index,
    onFront,
    value: [metrics.find(({ spec }) => spec === x)?.value ?? NaN, metrics.find(({ spec }) => spec === y)?.value ?? NaN],
  }));
  const axis = { type: 'value' as const, scale: true, ...axisStyle(colors), axisLabel: { color: colors.mute, fontSize: 11 } };
  return {
    grid: { left: 60, right: 18, top: 42, bottom: 44 },
    legend: { type: 'scroll', top: 0, left: 0, textStyle: { color: colors.ink, fontSize: 12 }, itemWidth: 10, itemGap: 18 },
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(colors),
      formatter: (raw: unknown) => {
        const { name = '', value = [] } = raw as { name?: string; value?: number[] };
        return `${name === '0' ? 'start' : `setting ${name}`}\n${y} ${value[1]?.toFixed(4)}, ${x} ${value[0]?.toFixed(4)}`;
      },
    },
    xAxis: { ...axis, name: x, nameLocation: 'middle', nameGap: 26 },
    yAxis: { ...axis, name: y },
    series: seriesOf(points, winner, colors),
  };
}

interface Point {
  readonly index: number;
  readonly onFront: boolean;
  /** x, y */
  readonly value: number[];
}

function seriesOf(points: readonly Point[], winner: number, colors: ChartColors) {
  const series = (name: string, chosen: readonly Point[], symbol: string, size: number, color: string) => ({
    type: 'scatter' as const,
    name,
    symbol,
    symbolSize: size,
    itemStyle: { color },
    data: chosen.map(({ index, value }) => ({ name: String(index), value })),
  });
  return [
    series(
      'dominated',
      points.filter(({ onFront, index }) => !onFront && index > 0),
      'emptyCircle',
      6,
      colors.mute,
    ),
    series(
      'Pareto front',
      points.filter(({ onFront, index }) => onFront && index !== winner && index > 0),
      'circle',
      8,
      colors.accent,
    ),
    series(
      'start',
      points.filter(({ index }) => index === 0),
      'rect',
      10,
      colors.ink,
    ),
    series(
      'winner',
      points.filter(({ index }) => index === winner && index > 0),
      'diamond',
      14,
      colors.series[1] ?? colors.accent,
    ),
  ];
}
