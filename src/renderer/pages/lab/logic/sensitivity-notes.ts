import type { NotePlace, NumberNote } from '#shared/schemas/number-note';

interface Axis {
  readonly label: string;
  /** Of the variant as it is. */
  readonly now: number;
}

type Point = Extract<NotePlace, { kind: 'point' }>;

interface Here {
  /** Of the Lab. */
  readonly variantKey: string;
  readonly metric: string;
  readonly axes: readonly [Axis, Axis];
  /** Of the metric there, if it has been computed. */
  readonly value: number | null | undefined;
}

/** Enough to tell the cells of a map apart. */
const rounded = (value: number): number => Number(value.toPrecision(4));

/** The variant's point on the map, as a note has it. */
export const mapPlace = ({ variantKey, metric, axes: [x, y], value }: Here): Point => ({
  ...{ kind: 'point', chart: 'sensitivity', variant: variantKey, axis: metric },
  at: { [x.label]: rounded(x.now), [y.label]: rounded(y.now) },
  ...(value != null && { shown: value }),
});

export interface NotedPoint {
  readonly place: Point;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** The notes on a map of these two settings, wherever the variant stands. */
export function notesOnMap(notes: readonly NumberNote[], { variantKey, metric, axes: [x, y] }: Omit<Here, 'value'>): NotedPoint[] {
  return notes.flatMap(({ place, text }) => {
    if (place.kind !== 'point' || place.chart !== 'sensitivity' || place.variant !== variantKey || place.axis !== metric) return [];
    const [atX, atY] = [place.at[x.label], place.at[y.label]];
    return typeof atX === 'number' && typeof atY === 'number' ? [{ place, text, x: atX, y: atY }] : [];
  });
}
