import type { MultiverseEffect, MultiverseResult, Specification } from './schemas/multiverse';

/** One specification on the curve. */
export interface CurvePoint {
  /** From 0, the smallest effect first. */
  readonly rank: number;
  readonly specification: Specification;
  readonly effect: MultiverseEffect;
}

/** The specifications of one variant with a value, sorted by effect: a specification curve (Simonsohn, Simmons & Nelson 2020). */
export function specificationCurve({ specifications }: MultiverseResult, variant: string): CurvePoint[] {
  return specifications
    .flatMap((specification) => {
      const effect = specification.effects.find((candidate) => candidate.variant === variant);
      return effect && effect.difference !== null ? [{ specification, effect }] : [];
    })
    .sort((a, b) => (a.effect.difference ?? 0) - (b.effect.difference ?? 0))
    .map((point, rank) => ({ rank, ...point }));
}

/** One row of dots beneath the curve. */
export interface CurveRow {
  readonly choice: string;
  readonly label: string;
  /** Index of the choice, and of its option. */
  readonly c: number;
  readonly o: number;
}

/** The options of every choice that varies. */
export const curveRows = ({ choices }: Pick<MultiverseResult, 'choices'>): CurveRow[] =>
  choices.flatMap(({ label: choice, options }, c) => (options.length < 2 ? [] : options.map(({ label }, o) => ({ choice, label, c, o }))));

/** The option that a specification takes, in words; empty where the choice does not apply. */
export const optionText = ({ choices }: Pick<MultiverseResult, 'choices'>, { options }: Specification, c: number): string =>
  choices[c]?.options[options[c] ?? -1]?.label ?? '';
