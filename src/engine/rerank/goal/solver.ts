/** A linear or convex quadratic programme; the solver comes from outside, as files and clocks do. */
export interface Programme {
  /** Coefficients of the objective by variable. */
  readonly linear: ReadonlyMap<string, number>;
  /** Half of the second derivative, by variable: x² has 1. Empty: a linear programme. */
  readonly squares: ReadonlyMap<string, number>;
  readonly rows: readonly Row[];
  readonly bounds: ReadonlyMap<string, readonly [low: number, high: number]>;
}

/** Σ coefficient × variable ≥ atLeast, or = atLeast where `isEquation`. */
export interface Row {
  readonly coefficients: ReadonlyMap<string, number>;
  readonly atLeast: number;
  readonly isEquation?: boolean;
}

export interface Optimum {
  readonly values: ReadonlyMap<string, number>;
  /** Multiplier of every row, in their order; of linear programmes only. */
  readonly duals: readonly number[];
}

export interface Solver {
  /** The minimum; undefined where no values satisfy all rows. */
  minimize(programme: Programme): Promise<Optimum | undefined>;
}
