import type { NotePlace } from '#shared/schemas/number-note';
import type { SweepSetting } from '#shared/schemas/sweep';

type Coordinates = Extract<NotePlace, { kind: 'point' }>['at'];

/** A setting's number in an objective, as a note on the variant that was swept has it. @param nameOf a setting's path in words. */
export function sweepPlace(variantKey: string, setting: SweepSetting, spec: string, nameOf: (path: string) => string): NotePlace {
  const value = setting.metrics.find((one) => one.spec === spec)?.value;
  const at: Coordinates = Object.fromEntries(
    Object.entries(setting.values).map(([path, tried]) => [
      nameOf(path).slice(0, 200),
      typeof tried === 'boolean' ? (tried ? 'yes' : 'no') : tried,
    ]),
  );
  return { ...{ kind: 'point', chart: 'sweep', variant: variantKey, axis: spec, at }, ...(value != null && { shown: value }) };
}
