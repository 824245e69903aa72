import type { TaskContext } from '../../ports';
import { subtask, throwIfCancelled } from '../cancellation';
import { ImplicitSolver } from './implicit-solver';
import { transpose, type CsrMatrix } from './matrix';
import { createRng, type Rng } from '../rng';

/** Some milliseconds of work at 50 factors. */
const rowsPerPause = 32;

interface AlsFactors {
  readonly users: Float64Array;
  readonly items: Float64Array;
}

interface ImplicitAlsOptions {
  readonly factorCount: number;
  readonly seed: number;
  readonly iterations: number;
  /** λ */
  readonly regularization: number;
  /** α */
  readonly confidence: number;
}

/**
 * Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren & Volinsky 2008): minimises
 * Σ c(u,i) (p(u,i) − xᵤ·yᵢ)² + λ(‖X‖² + ‖Y‖²) with p = 1 where there is an interaction and c = 1 + α·value. Each least
 * squares problem takes a few conjugate-gradient steps from its previous solution (Takács, Pilászy & Tikk 2011).
 * Vectors are row-major, factorCount columns; rows and columns without entries get zero vectors.
 */
export function implicitAls(matrix: CsrMatrix, options: ImplicitAlsOptions, context?: TaskContext): AlsFactors {
  const work = inTurns(matrix, options, context);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** As `implicitAls`, on a thread that also serves requests: they get their turn every few milliseconds. */
export async function implicitAlsInTurns(matrix: CsrMatrix, options: ImplicitAlsOptions, context?: TaskContext): Promise<AlsFactors> {
  const work = inTurns(matrix, options, context);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await context?.yieldToEventLoop?.();
  }
}

/** Pauses after every few rows. */
function* inTurns(matrix: CsrMatrix, options: ImplicitAlsOptions, context: TaskContext | undefined): Generator<undefined, AlsFactors> {
  const { factorCount, iterations } = options;
  const rng = createRng(options.seed);
  const users = randomFactors(matrix.rows, factorCount, rng.derive('users'));
  const items = randomFactors(matrix.columns, factorCount, rng.derive('items'));
  const transposed = transpose(matrix);
  const solver = new ImplicitSolver(factorCount, options.regularization, options.confidence);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const progress = subtask(context, iteration / iterations, (iteration + 1) / iterations);
    yield* sweep(solver, matrix, items, users, subtask(progress, 0, 0.5));
    yield* sweep(solver, transposed, users, items, subtask(progress, 0.5, 1));
  }
  return { users, items };
}

function randomFactors(count: number, width: number, rng: Rng): Float64Array {
  const scale = 0.1 / Math.sqrt(width);
  return Float64Array.from({ length: count * width }, () => scale * rng.normal());
}

/** Solves every row of `target` given the other side's vectors; rows without entries become zero. */
function* sweep(
  solver: ImplicitSolver,
  matrix: CsrMatrix,
  fixed: Float64Array,
  target: Float64Array,
  context: TaskContext,
): Generator<undefined, void> {
  const width = solver.width;
  solver.fix(fixed);
  for (let row = 0; row < matrix.rows; row++) {
    if (row % 4096 === 0) {
      throwIfCancelled(context);
      context.report?.(row / matrix.rows);
    }
    if (row % rowsPerPause === 0) yield;
    const start = matrix.offsets[row];
    const end = matrix.offsets[row + 1];
    const vector = target.subarray(row * width, (row + 1) * width);
    if (start === end) vector.fill(0);
    else solver.solve(matrix.indices.subarray(start, end), matrix.values.subarray(start, end), vector, 3);
  }
}
