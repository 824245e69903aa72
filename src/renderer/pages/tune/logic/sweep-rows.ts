import type { SweepResult, SweepSetting } from '#shared/schemas/sweep';
import type { Variant } from '#shared/schemas/variant';
import type { LabVariant } from '../../../logic/lab-document';
import type { TextTable } from '../../../logic/table-text';

interface FrontRow {
  readonly index: number;
  readonly label: string;
  readonly setting: SweepSetting;
}

/** The start, the winner and the front, best first by the first objective. */
export function frontRows({ settings, winner, objectives }: SweepResult): FrontRow[] {
  const rows = settings.flatMap((setting, index) =>
    setting.onFront || index === 0 || index === winner ? [{ index, label: labelOf(index, winner), setting }] : [],
  );
  const sign = objectives[0]?.direction === 'lower' ? 1 : -1;
  return rows.sort((a, b) => sign * ((a.setting.metrics[0]?.value ?? 0) - (b.setting.metrics[0]?.value ?? 0)) || a.index - b.index);
}

function labelOf(index: number, winner: number): string {
  if (index === 0) return winner === 0 ? 'start, winner' : 'start';
  return index === winner ? `${index}, winner` : `${index}`;
}

/** Every setting as numbers. */
export function settingsTable({ settings, objectives }: SweepResult): TextTable {
  const paths = Object.keys(settings[1]?.values ?? {});
  return {
    columns: ['setting', ...objectives.flatMap(({ spec }) => [spec, `${spec} difference`, 'low', 'high']), ...paths, 'on front', 'breaks'],
    rows: settings.map((setting, index) => [
      index,
      ...objectives.flatMap(({ spec }) => {
        const metric = setting.metrics.find((one) => one.spec === spec);
        const difference = metric?.difference;
        return [metric?.value ?? null, difference?.value ?? null, difference?.low ?? null, difference?.high ?? null];
      }),
      ...paths.map((path) => String(setting.values[path] ?? '')),
      setting.onFront ? 'yes' : 'no',
      setting.breaks.join('; '),
    ]),
  };
}

const sweptName = (name: string): string => `${name.slice(0, 112)} swept`;
type Winner = Pick<SweepResult, 'variant' | 'winner'>;

/**
 * The swept variant with a setting's values, from the sweep's winner: every setting but the start has a value for each path. The Lab's variant may have
 * changed since.
 */
export function variantOf({ variant, winner }: Winner, { values }: SweepSetting): Variant {
  const changed = structuredClone(variant) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    const object = steps.reduce<Record<string, unknown>>((inner, step) => (inner[step] ??= {}) as Record<string, unknown>, changed);
    object[last] = value;
  }
  return { ...(changed as unknown as Variant), name: winner === 0 ? sweptName(variant.name) : variant.name };
}

/** The variant of the Lab that was swept, by its name; undefined where none has that name any more. */
export const sweptVariant = ({ variant, winner }: Winner, variants: readonly LabVariant[]): LabVariant | undefined =>
  variants.find(({ variant: { name } }) => (winner === 0 ? name : sweptName(name)) === variant.name);
