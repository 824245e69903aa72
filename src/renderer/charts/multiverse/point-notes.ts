import type { CurvePoint } from '#shared/specification-curve';
import { optionText } from '#shared/specification-curve';
import type { MultiverseResult } from '#shared/schemas/multiverse';
import type { NotePlace } from '#shared/schemas/number-note';

/** The notes of whatever the multiverse is of: the Lab, or a saved run. */
export interface PointNotes {
  /** Of the note on a place, whose variant is called as in the result. */
  readonly textOf: (place: NotePlace) => string | undefined;
  readonly open: (place: NotePlace) => void;
}

/** The options that a specification takes, of the choices that vary: `Split` → `time`. */
const optionsOf = (result: MultiverseResult, { specification }: CurvePoint): Record<string, string> =>
  Object.fromEntries(
    result.choices.flatMap(({ label, options }, c) => {
      const text = optionText(result, specification, c);
      return options.length > 1 && text !== '' ? [[label.slice(0, 200), text.slice(0, 200)]] : [];
    }),
  );

/** A point of the curve, as a note has it. */
export const curvePlace = (result: MultiverseResult, variant: string, point: CurvePoint): NotePlace => ({
  ...{ kind: 'point', chart: 'multiverse', variant, axis: result.metric, at: optionsOf(result, point) },
  ...(point.effect.difference !== null && { shown: point.effect.difference }),
});

/** `Split: time, Relevant: like`. */
export const pointText = (result: MultiverseResult, point: CurvePoint): string =>
  Object.entries(optionsOf(result, point))
    .map(([choice, option]) => `${choice}: ${option}`)
    .join(', ');
