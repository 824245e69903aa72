import { contours } from 'd3-contour';
import type { CellVerdict, SensitivityCell, SensitivityFrame } from '#shared/schemas/sensitivity';

export type HeatKind = 'value' | 'churn';

/** The map as far as it has been computed. Positions are in cells: 0 is the first value of an axis. */
export interface GrowingGrid {
  readonly frame: SensitivityFrame;
  readonly cells: readonly (SensitivityCell | undefined)[];
  readonly count: number;
}

/** A cell, or the coarse one that stands for it until it is computed. */
export function cellAt({ frame, cells }: GrowingGrid, x: number, y: number): SensitivityCell | undefined {
  const [columns, rows] = [frame.x.length, frame.y.length];
  for (const step of [1, 2, 4, 8]) {
    const near = (index: number, count: number): number => Math.min(count - 1, Math.round(index / step) * step);
    const cell = cells[near(y, rows) * columns + near(x, columns)];
    if (cell) return cell;
  }
  return undefined;
}

export const heatOf = (cell: SensitivityCell | undefined, kind: HeatKind): number | null => (cell ? cell[kind] : null);

/** The range of what is computed; null before the first cell. */
export function heatRange({ cells }: GrowingGrid, kind: HeatKind): readonly [number, number] | null {
  const values = cells.flatMap((cell) => heatOf(cell, kind) ?? []);
  return values.length === 0 ? null : [Math.min(...values), Math.max(...values)];
}

/** Where a value lies on an axis, in cells, between them too. */
export function positionOf(axis: readonly number[], value: number): number {
  const above = axis.findIndex((at) => at >= value);
  if (above < 0) return axis.length - 1;
  if (above === 0) return 0;
  const [low, high] = [axis[above - 1] ?? value, axis[above] ?? value];
  return above - 1 + (high === low ? 0 : (value - low) / (high - low));
}

/** The value at a position in cells. */
export function valueAt(axis: readonly number[], position: number): number {
  const bounded = Math.max(0, Math.min(axis.length - 1, position));
  const below = Math.floor(bounded);
  const [low, high] = [axis[below] ?? 0, axis[Math.min(axis.length - 1, below + 1)] ?? 0];
  return low + (high - low) * (bounded - below);
}

type Line = readonly (readonly [number, number])[];

/** Lines of equal heat at `count` levels between the extremes; none until every cell is computed. */
export function contourLines(grid: GrowingGrid, kind: HeatKind, count = 6): { readonly level: number; readonly lines: readonly Line[] }[] {
  const { frame, cells } = grid;
  const range = heatRange(grid, kind);
  if (!range || grid.count < cells.length || range[0] === range[1]) return [];
  const [columns, rows] = [frame.x.length, frame.y.length];
  const levels = Array.from({ length: count }, (_, i) => range[0] + ((range[1] - range[0]) * (i + 1)) / (count + 1));
  const values = cells.map((cell) => heatOf(cell, kind) ?? range[0]);
  const inside = ([x, y]: readonly [number, number]): boolean => x > 0.01 && y > 0.01 && x < columns - 0.01 && y < rows - 0.01;
  return contours()
    .size([columns, rows])
    .thresholds(levels)(values)
    .map(({ value, coordinates }) => ({
      level: value,
      // d3 closes the polygons along the frame; only what lies inside is a line of equal heat.
      lines: coordinates.flat().flatMap((ring) => runsOf(ring as [number, number][], inside)),
    }));
}

/** Stretches of consecutive points that `keeps`, moved to cell centres. */
function runsOf(ring: readonly [number, number][], keeps: (point: readonly [number, number]) => boolean): Line[] {
  const runs: [number, number][][] = [[]];
  for (const [x, y] of ring) {
    if (keeps([x, y])) runs.at(-1)?.push([x - 0.5, y - 0.5]);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

/** Edges of the cells around which the verdict changes, the frame included: the outline of the zone with this verdict. */
export function zoneEdges(grid: GrowingGrid, verdict: CellVerdict): Line[] {
  const [columns, rows] = [grid.frame.x.length, grid.frame.y.length];
  const within = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < columns && y < rows && cellAt(grid, x, y)?.verdict === verdict;
  const edges: Line[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (!within(x, y)) continue;
      const [left, right, bottom, top] = [x - 0.5, x + 0.5, y - 0.5, y + 0.5];
      if (!within(x - 1, y)) edges.push([[left, bottom], [left, top]]); // prettier-ignore
      if (!within(x + 1, y)) edges.push([[right, bottom], [right, top]]); // prettier-ignore
      if (!within(x, y - 1)) edges.push([[left, bottom], [right, bottom]]); // prettier-ignore
      if (!within(x, y + 1)) edges.push([[left, top], [right, top]]); // prettier-ignore
    }
  }
  return edges;
}

/** How many of the computed cells have the verdict. */
export const cellsWithVerdict = ({ cells }: GrowingGrid, verdict: CellVerdict): number =>
  cells.reduce((sum, cell) => sum + (cell?.verdict === verdict ? 1 : 0), 0);
