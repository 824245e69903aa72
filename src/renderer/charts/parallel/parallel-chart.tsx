import { Button } from '@mantine/core';
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { TextTable } from '../../logic/table-text';
import { Chart } from '../chart';
import { AxisBrush } from './axis-brush';
import { isWithin, withRange, type ParallelAxis, type Ranges } from './parallel-axis';
import { parallelOption, plotInsets, type ParallelLine } from './parallel-option';
import classes from './parallel.module.css';

interface Props {
  readonly name: string;
  readonly label: string;
  /** Must be stable, as must `lines`. */
  readonly axes: readonly ParallelAxis[];
  /** By the index of their positions on the axes. */
  readonly lines: readonly ParallelLine[];
  readonly table: () => TextTable;
  /** What a line is, for the count: “run”. */
  readonly what: (count: number) => string;
  /** What can be done with the lines within the chosen ranges. */
  readonly actions?: (ids: readonly string[]) => ReactNode;
}

const HEIGHT = 320;
/** Narrower, the names of axes run into each other; the chart then scrolls. */
const AXIS_WIDTH = 92;

/** Parallel coordinates: an axis for each number or choice, a line for each run or setting; ranges of axes pick lines out. */
export function ParallelChart({ name, label, axes, lines, table, what, actions }: Props): ReactElement {
  const [ranges, setRanges] = useState<Ranges>({});
  const within = useMemo(() => lines.map((_, line) => isWithin(axes, ranges, line)), [axes, lines, ranges]);
  const option = useCallback(
    (colors: Parameters<typeof parallelOption>[3]) => parallelOption(axes, lines, within, colors),
    [axes, lines, within],
  );
  const isChosen = axes.some(({ id }) => ranges[id]);
  const ids = lines.flatMap(({ id }, line) => (within[line] ? [id] : []));
  const { left, right, top, bottom } = plotInsets(axes);
  return (
    <div>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={`${name}: ranges of the axes`}>
        <div className={classes.frame} style={{ minWidth: axes.length * AXIS_WIDTH }}>
          <Chart name={name} label={label} option={option} table={table} height={HEIGHT} />
          <div className={classes.brushes} style={{ left, right, top, bottom }}>
            {axes.map((axis, index) => (
              <div key={axis.name} className={classes.axis} style={{ left: `${(index / Math.max(1, axes.length - 1)) * 100}%` }}>
                <AxisBrush
                  axis={axis}
                  range={ranges[axis.id]}
                  onRange={(from, to) => setRanges((before) => withRange(before, axis.id, from, to))}
                />
              </div>
            ))}
          </div>
        </div>
      </div>
      <div className={classes.legend}>
        <span role="status">
          {isChosen
            ? `${ids.length} of ${what(lines.length)} within the ranges`
            : 'Drag along an axis, or move its ends, to pick lines out'}
        </span>
        {isChosen && (
          <Button variant="default" size="compact-xs" onClick={() => setRanges({})}>
            Clear ranges
          </Button>
        )}
        {isChosen && actions?.(ids)}
        {lines.map(
          ({ id, name: of, color }) =>
            color !== undefined && (
              <span key={id} className={classes.key}>
                <i style={{ background: color }} aria-hidden />
                {of}
              </span>
            ),
        )}
      </div>
    </div>
  );
}
