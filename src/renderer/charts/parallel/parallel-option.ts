import type { ChartColors } from '../chart-colors';
import type { ChartOption } from '../chart-option';
import type { ParallelAxis } from './parallel-axis';

export interface ParallelLine {
  readonly id: string;
  readonly name: string;
  /** `ground` shows the spread, `front` stands out, `chosen` on top of all. */
  readonly rank: 'ground' | 'front' | 'chosen';
  /** CSS colour of a line that has its own, listed in the legend. */
  readonly color?: string;
}

const nameWidth = 86;
const lineHeight = 15;
/** About how many letters of an axis's name fit on a line. */
const lettersPerLine = 13;

/** Between the chart's edge and the axes, in pixels: below, for the lowest value and the lines of the longest name. */
export const plotInsets = (axes: readonly ParallelAxis[]) => ({
  ...{ left: 44, right: 44, top: 34 },
  bottom: 27 + lineHeight * Math.min(3, Math.max(1, ...axes.map(({ name }) => Math.ceil(name.length / lettersPerLine)))),
});

/** More lines than this cannot be told apart: this many are enough to show the spread, first of those within the ranges. */
const mostGround = 300;

const drawn = { ground: { width: 1, opacity: 0.4 }, front: { width: 1.5, opacity: 0.85 }, chosen: { width: 3, opacity: 1 } } as const;
/** Of lines outside a chosen range. */
const faint = 0.07;

/** The chart of lines over axes at equal distances; lines outside the chosen ranges are faint. */
export function parallelOption(
  axes: readonly ParallelAxis[],
  lines: readonly ParallelLine[],
  within: readonly boolean[],
  colors: ChartColors,
): ChartOption {
  const plain = { ground: colors.mute, front: colors.accent, chosen: colors.series[1] ?? colors.accent } as const;
  const all = lines.map((line, index) => ({ ...line, index }));
  const series = (['ground', 'front', 'chosen'] as const).flatMap((rank) =>
    withinFirst(
      all.filter((line) => line.rank === rank),
      within,
    )
      .slice(0, rank === 'ground' ? mostGround : Infinity)
      .map(({ index, name, color }) => ({
        type: 'line' as const,
        name,
        symbol: 'none',
        silent: true,
        animation: false,
        lineStyle: {
          color: resolved(color) ?? plain[rank],
          width: drawn[rank].width,
          opacity: within[index] ? drawn[rank].opacity : faint,
        },
        data: axes.map(({ positions }) => positions[index] ?? NaN),
      })),
  );
  return {
    grid: plotInsets(axes),
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: axes.map(({ name, low }) => `${low}\n${name}`),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colors.ink, fontSize: 11, lineHeight, interval: 0, width: nameWidth, overflow: 'break' },
      splitLine: { show: true, lineStyle: { color: colors.mute, width: 1 } },
    },
    yAxis: { type: 'value', min: 0, max: 1, show: false },
    series: [
      ...series,
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

const withinFirst = <Line extends { readonly index: number }>(lines: readonly Line[], within: readonly boolean[]): Line[] => [
  ...lines.filter(({ index }) => within[index]),
  ...lines.filter(({ index }) => !within[index]),
];

/** The value of `var(--c1)`: a drawing that is saved has no style sheet. */
function resolved(color: string | undefined): string | undefined {
  const variable = /^var\((--[\w-]+)\)$/.exec(color ?? '')?.[1];
  return variable === undefined ? color : getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
