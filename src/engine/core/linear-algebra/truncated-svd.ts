import { RankLabError } from '#shared/errors';
import type { TaskContext } from '../../ports';
import { throwIfCancelled } from '../cancellation';
import { KrylovBasis } from './krylov-basis';
import { transpose, type CsrMatrix } from './matrix';
import { BLOCK_WIDTH, TallWorkspace, type PlacedMatrix } from './tall-block';
import { eigenOf, tridiagonalForm, type TridiagonalForm } from './symmetric-eigen';

export interface TruncatedSvdOptions {
  /** 1 … min(rows, columns). */
  readonly rank: number;
  readonly seed: number;
  /** Estimated relative error every singular value must reach. */
  readonly tolerance?: number;
}

/** A ≈ left · diag(singularValues) · rightᵀ. Directions beyond the matrix's rank have singular value 0 and zero columns. */
export interface TruncatedSvd {
  /** rows × rank, row-major, orthonormal columns. */
  readonly left: Float32Array;
  /** Descending. */
  readonly singularValues: Float64Array;
  /** columns × rank, row-major, orthonormal columns; each column's largest entry by magnitude is positive. */
  readonly right: Float32Array;
}

/**
 * Leading singular triplets of a sparse matrix by a randomised block Krylov iteration on AᵀA (or AAᵀ, whichever is
 * smaller) from a random start (Halko, Martinsson & Tropp 2011; Musco & Musco 2015), expanded until the residuals say
 * that each value is accurate to `tolerance`. Never forms a dense rows × columns matrix: memory is
 * O(min(rows, columns) · basis). Deterministic for a seed.
 * @throws INVALID_ARGUMENT when rank exceeds min(rows, columns); CANCELLED.
 */
export function truncatedSvd(matrix: CsrMatrix, options: TruncatedSvdOptions, context?: TaskContext): TruncatedSvd {
  const { rank, seed, tolerance = 1e-4 } = options;
  const size = Math.min(matrix.rows, matrix.columns);
  if (!Number.isInteger(rank) || rank < 1 || rank > size) {
    throw new RankLabError('INVALID_ARGUMENT', `Cannot take ${rank} factors of a ${matrix.rows} × ${matrix.columns} matrix`, {
      place: 'factorCount',
      value: String(rank),
      remedy: `Choose between 1 and ${size}`,
    });
  }
  const transposed = transpose(matrix);
  const wide = matrix.rows <= matrix.columns;
  const workspace = new TallWorkspace();
  const forward = workspace.place(matrix);
  const backward = workspace.place(transposed);
  // `inward` maps the long side onto the short one, where the basis lives.
  const [inward, outward] = wide ? [forward, backward] : [backward, forward];
  const { basis, form } = expand(workspace, inward, outward, rank, seed, tolerance, context);
  const { values, rows } = eigenOf(form);
  const singularValues = new Float64Array(rank);
  for (let c = 0; c < rank && isPositive(values[c], values[0]); c++) singularValues[c] = Math.sqrt(values[c]);
  const left = new Float32Array(matrix.rows * rank);
  const right = new Float32Array(matrix.columns * rank);
  const [short, rightBlock, leftBlock] = [size, matrix.columns, matrix.rows].map((rowCount) => workspace.block(rowCount));
  const [rightValues, leftValues] = [workspace.values(rightBlock), workspace.values(leftBlock)];
  for (let first = 0; first < rank; first += BLOCK_WIDTH) {
    const scales = inverses(singularValues, first);
    basis.combine(rows, first, short);
    if (wide) workspace.multiply(backward, short, rightBlock);
    else rightValues.set(workspace.values(short));
    const signs = largestEntrySigns(rightValues);
    scaleColumns(rightValues, wide ? signs.map((sign, c) => sign * scales[c]) : signs.map((sign, c) => (scales[c] > 0 ? sign : 0)));
    if (!wide) clearEmptyRows(rightValues, transposed);
    // Through the matrix itself, so that a row's left vector is exactly its projection onto the right ones.
    workspace.multiply(forward, rightBlock, leftBlock);
    scaleColumns(leftValues, scales);
    storeBlock(rightValues, right, first, rank);
    storeBlock(leftValues, left, first, rank);
  }
  context?.report?.(1);
  return { left, singularValues, right };
}

/** 1/σ of four columns, 0 where there is no such direction. */
const inverses = (singularValues: Float64Array, first: number): number[] =>
  [0, 1, 2, 3].map((c) => (singularValues[first + c] > 0 ? 1 / singularValues[first + c] : 0));

/** A row without entries has no part in any singular vector; the iteration leaves rounding noise there. */
function clearEmptyRows(block: Float64Array, matrix: CsrMatrix): void {
  for (let row = 0; row < matrix.rows; row++) {
    if (matrix.offsets[row] === matrix.offsets[row + 1]) block.fill(0, row * BLOCK_WIDTH, (row + 1) * BLOCK_WIDTH);
  }
}

/** Per column ±1, so that its largest entry by magnitude becomes positive; the lowest row wins near-ties. */
function largestEntrySigns(block: Float64Array): number[] {
  return [0, 1, 2, 3].map((c) => {
    let largest = 0;
    for (let at = c; at < block.length; at += BLOCK_WIDTH) {
      if (Math.abs(block[at]) > Math.abs(largest) * (1 + 1e-9)) largest = block[at];
    }
    return largest < 0 ? -1 : 1;
  });
}

function scaleColumns(block: Float64Array, factors: readonly number[]): void {
  const [w, x, y, z] = factors;
  for (let at = 0; at < block.length; at += BLOCK_WIDTH) {
    block[at] *= w;
    block[at + 1] *= x;
    block[at + 2] *= y;
    block[at + 3] *= z;
  }
}

/** Columns of the block → columns first … of a row-major matrix `width` wide; those beyond the width are dropped. */
function storeBlock(block: Float64Array, out: Float32Array, first: number, width: number): void {
  const count = Math.min(BLOCK_WIDTH, width - first);
  for (let at = 0, to = first; at < block.length; at += BLOCK_WIDTH, to += width) {
    for (let c = 0; c < count; c++) out[to + c] = block[at + c] + 0; // −0 becomes 0
  }
}

/** Eigenvalues of AᵀA below this share of the largest are rounding noise. */
const isPositive = (value: number, largest: number): boolean => value > largest * 1e-13 && value > 0;

function expand(
  workspace: TallWorkspace,
  inward: PlacedMatrix,
  outward: PlacedMatrix,
  rank: number,
  seed: number,
  tolerance: number,
  context?: TaskContext,
): { basis: KrylovBasis; form: TridiagonalForm } {
  const size = inward.rows;
  const basis = new KrylovBasis(workspace, size, seed);
  const between = workspace.block(outward.rows);
  const blockLimit = Math.ceil(Math.min(size, 6 * rank + 160) / BLOCK_WIDTH);
  // Looking is not free: where precision is asked for, sooner would be in vain.
  const firstCheck = Math.min(
    blockLimit,
    Math.ceil((tolerance < 1e-3 ? Math.min(2.6 * rank + 20, 2.2 * rank + 40) : 1.6 * rank + 20) / BLOCK_WIDTH),
  );
  let agreements = 0;
  let form: TridiagonalForm | undefined;
  for (let nextCheck = firstCheck; basis.blocks.length < blockLimit;) {
    throwIfCancelled(context);
    const image = workspace.block(size);
    workspace.multiply(outward, basis.begin(), between);
    workspace.multiply(inward, between, image);
    basis.absorb(image);
    context?.report?.(Math.min(0.9, (0.6 * basis.blocks.length) / firstCheck));
    form = undefined;
    if (basis.blocks.length < nextCheck) continue;
    form = tridiagonalForm(basis.projected(), basis.size);
    const error = estimatedError(form, basis.remainder, rank);
    agreements = error <= tolerance ? agreements + 1 : 0;
    // After a breakdown the next random block may still reveal a repeated value, so one agreement is not enough.
    if (agreements > (basis.brokeDown ? 1 : 0)) break;
    nextCheck += error > 100 * tolerance ? 6 : error > tolerance ? 3 : 2;
  }
  return { basis, form: form ?? tridiagonalForm(basis.projected(), basis.size) };
}

/** Largest (residual / eigenvalue)² over the wanted values, which follows the relative error of the singular values. */
function estimatedError(form: TridiagonalForm, R: Float64Array, rank: number): number {
  const { n } = form;
  const { values, rows } = eigenOf(form, n - BLOCK_WIDTH, BLOCK_WIDTH);
  let worst = 0;
  for (let c = 0; c < rank && isPositive(values[c], values[0]); c++) {
    let squared = 0;
    for (let i = 0; i < BLOCK_WIDTH; i++) {
      let entry = 0;
      for (let j = i; j < BLOCK_WIDTH; j++) entry += R[i * BLOCK_WIDTH + j] * rows[j * n + c];
      squared += entry * entry;
    }
    worst = Math.max(worst, squared / values[c] ** 2);
  }
  return worst;
}
