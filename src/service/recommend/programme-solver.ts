import type loadHighs from 'highs';
import { minimizeQuadratic } from './quadratic';
import type { Optimum, Programme, Solver } from '#engine/rerank/goal/solver';
import { RankLabError } from '#shared/errors';

type Highs = Awaited<ReturnType<typeof loadHighs>>;
let loaded: Promise<Highs> | undefined;

/** HiGHS compiled to WebAssembly, loaded when the first goal is sought. */
const load = (): Promise<Highs> => (loaded ??= import('highs').then(({ default: start }) => start()));

/** Tighter than the margins of a goal, so that a margin is kept. */
const options = {
  output_flag: false,
  primal_feasibility_tolerance: 1e-10,
  dual_feasibility_tolerance: 1e-10,
  small_matrix_value: 1e-12,
  time_limit: 20,
} as const;

/** Linear programmes by HiGHS, quadratic ones by the dual method of Goldfarb and Idnani, which is exact for so few variables. */
export const programmeSolver: Solver = {
  async minimize(programme: Programme): Promise<Optimum | undefined> {
    if (programme.squares.size > 0) return minimizeQuadratic(programme);
    const solution = (await load()).solve(lpText(programme), options);
    if (solution.Status === 'Infeasible') return undefined;
    if (solution.Status !== 'Optimal') {
      throw new RankLabError('UNSUPPORTED', `The solver stopped without an answer: ${solution.Status}`, {
        remedy: 'Ask for fewer moves, or unlock fewer weights',
      });
    }
    const columns = solution.Columns as Readonly<Record<string, { readonly Primal?: number }>>;
    const rows = solution.Rows as readonly { readonly Dual?: number }[];
    return {
      values: new Map(Object.entries(columns).map(([variable, { Primal }]) => [variable, Primal ?? NaN])),
      duals: rows.map(({ Dual }) => Dual ?? 0),
    };
  },
};

/** A linear programme in CPLEX's LP format. */
export function lpText({ linear, rows, bounds }: Programme): string {
  return [
    'Minimize',
    ` obj: ${terms(linear)}`,
    'Subject To',
    ...rows.map(({ coefficients, atLeast, isEquation }, i) => ` c${i}: ${terms(coefficients)} ${isEquation ? '=' : '>='} ${atLeast}`),
    'Bounds',
    ...[...bounds].map(([variable, [low, high]]) => ` ${low} <= ${variable} <= ${high === Infinity ? '+infinity' : high}`),
    'End',
  ].join('\n');
}

const terms = (coefficients: ReadonlyMap<string, number>): string =>
  [...coefficients].map(([variable, value]) => `${value < 0 ? '-' : '+'} ${Math.abs(value)} ${variable}`).join(' ');
