import { RankLabError } from '#shared/errors';
import type { TaskContext } from '../../ports';
import { throwIfCancelled } from '../cancellation';
import { bandEigenvalues, bandEigenvectors } from './band-matrix';
import { KrylovBasis } from './krylov-basis';
import { transpose, type CsrMatrix } from './matrix';
import { BLOCK_WIDTH, TallWorkspace, type PlacedMatrix } from './tall-block';

export const DEFAULT_TOLERANCE = 2e-7;

interface TruncatedSvdOptions {
  /** 1 … min(rows, columns). */
  readonly rank: number;
  readonly seed: number;
  /** Residual ‖Aᵀu − σv‖ / σ that every kept triplet must reach; default 2e-7, with which scores are right to 1e-6. */
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
 * smaller) from a random start (Halko, Martinsson & Tropp 2011; Musco & Musco 2015), expanded until the
 * residual of every kept triplet, vectors included, is within `tolerance`. Never forms a dense rows × columns matrix: memory is
 * O(min(rows, columns) · basis). Deterministic for a seed.
 * @throws INVALID_ARGUMENT when rank exceeds min(rows, columns); CANCELLED.
 */
export function truncatedSvd(matrix: CsrMatrix, options: TruncatedSvdOptions, context?: TaskContext): TruncatedSvd {
  const { rank, seed, tolerance = DEFAULT_TOLERANCE } = options;
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
  const { basis, values, vectors } = expand(workspace, inward, outward, rank, seed, tolerance, context);
  const singularValues = new Float64Array(rank);
  for (let c = 0; c < rank && isPositive(values[c], values[0]); c++) singularValues[c] = Math.sqrt(values[c]);
  const left = new Float32Array(matrix.rows * rank);
  const right = new Float32Array(matrix.columns * rank);
  const [short, rightBlock, leftBlock] = [size, matrix.columns, matrix.rows].map((rowCount) => workspace.block(rowCount));
  const [rightValues, leftValues] = [workspace.values(rightBlock), workspace.values(leftBlock)];
  for (let first = 0; first < rank; first += BLOCK_WIDTH) {
    const scales = inverses(singularValues, first);
    basis.combine(vectors, rank, first, short);
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

/** Zeroes rows without entries, where the iteration leaves rounding noise: they are zero in every singular vector. */
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

/** Wanted eigenpairs of AᵀA within a Krylov space. */
interface RitzPairs {
  readonly basis: KrylovBasis;
  /** Descending. */
  readonly values: Float64Array;
  /** basis.size × rank, row-major: the eigenvectors in the basis. */
  readonly vectors: Float64Array;
}

/** Decades by which four more blocks reduce the squared residual, at least, once the iteration converges. */
const DECADES = 2.5;

function expand(
  workspace: TallWorkspace,
  inward: PlacedMatrix,
  outward: PlacedMatrix,
  rank: number,
  seed: number,
  tolerance: number,
  context?: TaskContext,
): RitzPairs {
  const size = inward.rows;
  const basis = new KrylovBasis(workspace, size, seed);
  const between = workspace.block(outward.rows);
  const blockLimit = Math.ceil(Math.min(size, 20 * rank + 400) / BLOCK_WIDTH);
  // An earlier check could not succeed at the requested precision.
  const firstCheck = Math.ceil((tolerance < 0.03 ? Math.min(3.4 * rank + 24, 2.8 * rank + 50) : 1.6 * rank + 20) / BLOCK_WIDTH);
  let agreements = 0;
  for (let nextCheck = Math.min(blockLimit, firstCheck); ;) {
    throwIfCancelled(context);
    const image = workspace.block(size);
    workspace.multiply(outward, basis.begin(), between);
    workspace.multiply(inward, between, image);
    basis.absorb(image);
    context?.report?.(Math.min(0.9, (0.8 * basis.blocks.length) / (firstCheck + 4)));
    if (basis.blocks.length < nextCheck) continue;
    const pairs = ritzPairs(basis, rank);
    const residual = largestResidual(pairs, rank);
    agreements = residual <= tolerance ? agreements + 1 : 0;
    // After a breakdown the next random block may still reveal a repeated value, so one agreement is not enough.
    if (agreements > (basis.brokeDown ? 1 : 0) || basis.blocks.length >= blockLimit) return pairs;
    const decades = 2 * Math.log10(residual / tolerance);
    nextCheck = Math.min(
      blockLimit,
      basis.blocks.length + (agreements > 0 ? 2 : Math.max(1, Math.min(8, Math.round((4 * decades) / DECADES)))),
    );
  }
}

function ritzPairs(basis: KrylovBasis, rank: number): RitzPairs {
  const band = basis.projected();
  const values = bandEigenvalues(band);
  return { basis, values, vectors: bandEigenvectors(band, values, rank) };
}

/** Relative residuals of AᵀA below this are rounding noise. */
const NOISE = 1e-14;

/**
 * Largest ‖Aᵀu − σv‖ / σ over the wanted triplets, with u = Av/σ: their distance from singular triplets of A. It equals
 * the eigenpairs' residual ‖AᵀAv − σ²v‖ / σ², obtained from the part of the last image outside the basis without a product.
 */
function largestResidual({ basis, values, vectors }: RitzPairs, rank: number): number {
  const { size, remainder } = basis;
  let worst = 0;
  for (let c = 0; c < rank && isPositive(values[c], values[0]); c++) {
    let squared = 0;
    for (let i = 0; i < BLOCK_WIDTH; i++) {
      let part = 0;
      for (let j = i; j < BLOCK_WIDTH; j++) part += remainder[i * BLOCK_WIDTH + j] * vectors[(size - BLOCK_WIDTH + j) * rank + c];
      squared += part * part;
    }
    const residual = Math.sqrt(squared);
    if (residual > NOISE * values[0]) worst = Math.max(worst, residual / values[c]);
  }
  return worst;
}
