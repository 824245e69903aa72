import type { SweepParameter } from '#shared/schemas/sweep';
import type { Variant } from '#shared/schemas/variant';

/** One row of the form. */
export interface ParameterRange {
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** Whether the setting takes whole numbers only. */
  readonly whole?: boolean;
}

/** The signals that a variant weighs, each from 0 to 1. */
export const rangesOf = (variant: Variant): ParameterRange[] =>
  Object.entries(variant.weights)
    .filter(([, weight]) => weight !== 0)
    .map(([id]) => ({ path: `weights.${id}`, low: 0, high: 1 }));

/** As the service takes them: whole numbers where a setting has only those. */
export const parametersFrom = (ranges: readonly ParameterRange[]): SweepParameter[] =>
  ranges.map(({ path, low, high, whole = false }) => ({ path, low, high, scale: 'linear', whole }));

export const isComplete = (ranges: readonly ParameterRange[]): boolean =>
  ranges.length > 0 && ranges.every(({ path, low, high }) => path.trim() !== '' && low < high);

/** `coverage@10=1%` → the guard; undefined where it is not one. */
export function guardFrom(text: string): { metric: string; maximumLoss: number } | undefined {
  const match = /^(.+)=(\d+(?:\.\d+)?)%$/.exec(text.trim());
  return match?.[1] === undefined ? undefined : { metric: match[1], maximumLoss: Number(match[2]) / 100 };
}
