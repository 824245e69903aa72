import type { RankerPlan, RankerTerm } from './plan';

/** A term of the formula with fixed scales: coefficient × value. */
export interface LinearTerm extends RankerTerm {
  readonly coefficient: number;
}

export interface LinearFormula {
  readonly terms: readonly LinearTerm[];
  /** Added to every score: engines on Lucene refuse negative ones. It never changes the order. */
  readonly offset: number;
}

/** Σ coefficient · value + offset, with the order of the variant where scales are fixed; terms that never vary are left out. */
export function linearFormula({ terms }: Pick<RankerPlan, 'terms'>): LinearFormula {
  const varying = terms.filter(({ span }) => span > 0).map((term) => ({ ...term, coefficient: term.weight / term.span }));
  const lowest = varying.reduce(
    (sum, { coefficient, minimum, maximum }) => sum + Math.min(coefficient * minimum, coefficient * maximum),
    0,
  );
  return { terms: varying, offset: Math.max(0, -lowest) };
}
