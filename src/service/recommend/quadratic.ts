import type { Optimum, Programme } from '#engine/rerank/goal/solver';

/** Σ coefficient × variable ≥ atLeast. */
interface Constraint {
  readonly coefficients: ReadonlyMap<string, number>;
  readonly atLeast: number;
}

/** Minimum of a strictly convex programme; undefined where no values satisfy all rows. Arrays of the library count from 1. */
export async function minimizeQuadratic({ linear, squares, rows, bounds }: Programme): Promise<Optimum | undefined> {
  const { default: quadprog } = await import('quadprog');
  const variables = [...squares.keys()];
  const fixed = [...bounds].filter(([, [low, high]]) => low === high).map(([variable, [low]]) => one(variable, 1, low));
  const constraints = [...fixed, ...rows, ...[...bounds].flatMap(([variable, [low, high]]) => sides(variable, low, high))];
  const curvature = variables.map((row) => [0, ...variables.map((column) => (row === column ? 2 * (squares.get(row) ?? 0) : 0))]);
  const slope = variables.map((variable) => -(linear.get(variable) ?? 0));
  const matrix = variables.map((variable) => [0, ...constraints.map(({ coefficients }) => coefficients.get(variable) ?? 0)]);
  const levels = constraints.map(({ atLeast }) => atLeast);
  const { solution, message } = quadprog.solveQP([[], ...curvature], [0, ...slope], [[], ...matrix], [0, ...levels], fixed.length);
  if (message !== '') return undefined;
  return { values: new Map(variables.map((variable, i) => [variable, solution[i + 1] ?? NaN])), duals: [] };
}

const one = (variable: string, coefficient: number, atLeast: number): Constraint => ({
  coefficients: new Map([[variable, coefficient]]),
  atLeast,
});

const sides = (variable: string, low: number, high: number): Constraint[] => [
  ...(Number.isFinite(low) && low !== high ? [one(variable, 1, low)] : []),
  ...(Number.isFinite(high) && low !== high ? [one(variable, -1, -high)] : []),
];
