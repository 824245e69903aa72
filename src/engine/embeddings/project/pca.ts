import { throwIfCancelled } from '../../core/cancellation';
import { bandEigenvalues, bandEigenvectors } from '../../core/linear-algebra/band-matrix';
import { KrylovBasis } from '../../core/linear-algebra/krylov-basis';
import { BLOCK_WIDTH, TallWorkspace } from '../../core/linear-algebra/tall-block';
import type { TaskContext } from '../../ports';

export interface PcaInput {
  /** n × dimensions, row-major. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  /** The rows of `vectors` that take part, ascending: those that have a vector. */
  readonly rows: Int32Array;
  readonly components: number;
}

export interface PcaResult {
  /** rows.length × components, row-major: the centred rows on the principal axes. */
  readonly coordinates: Float32Array;
  /** components × dimensions, row-major, orthonormal; each axis' largest entry by magnitude is positive. Zero rows beyond the rank. */
  readonly axes: Float64Array;
  /** Share of the total variance along each axis, descending. */
  readonly explainedVarianceFractions: Float64Array;
  /** On how many rows mean and axes were fitted; every row is projected. */
  readonly fittedCount: number;
}

/** The covariance costs rows × dimensions² / 2 multiplications: about ten seconds at this number. Beyond it, rows are sampled. */
const maxProducts = 2e10;
/** The axes' search space; up to this many dimensions it is the whole space, so that the result is exact. */
const spaceSize = 160;
const rowsBetweenChecks = 256;

/**
 * Principal components by the leading eigenvectors of the covariance matrix (Jolliffe, Principal Component Analysis, §1.1),
 * found in a block Krylov space of it. When n × d² is too much for an interactive wait, mean and covariance come from
 * evenly spaced rows, `fittedCount` of them. Deterministic. @throws CANCELLED
 */
export function principalComponents(input: PcaInput, context?: TaskContext): PcaResult {
  const { dimensions, rows, components } = input;
  const fitted = evenlySpaced(rows, Math.max(2 * dimensions, Math.floor(maxProducts / dimensions ** 2)));
  const mean = meanOf(input, fitted);
  const covariance = covarianceOf(input, fitted, mean, context);
  let total = 0;
  for (let d = 0; d < dimensions; d++) total += covariance[d * dimensions + d];
  const { values, axes } = leadingEigenvectors(covariance, dimensions, components);
  const explainedVarianceFractions = values.map((value) => (total > 0 ? value / total : 0));
  const coordinates = project(input, mean, axes, context);
  context?.report?.(1);
  return { coordinates, axes, explainedVarianceFractions, fittedCount: fitted.length };
}

/** At most `most` entries, evenly spread over all of them; the same array when all fit. */
export function evenlySpaced(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  return Int32Array.from({ length: most }, (_none, index) => rows[Math.floor((index * rows.length) / most)]);
}

function meanOf({ vectors, dimensions }: PcaInput, rows: Int32Array): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let d = 0, at = row * dimensions; d < dimensions; d++) mean[d] += vectors[at + d];
  return mean.map((sum) => sum / Math.max(1, rows.length));
}

/** dimensions × dimensions, both triangles; divided by n, which explained shares and axes do not notice. */
function covarianceOf({ vectors, dimensions }: PcaInput, rows: Int32Array, mean: Float64Array, context?: TaskContext): Float64Array {
  const covariance = new Float64Array(dimensions * dimensions);
  const centred = new Float64Array(dimensions);
  for (let r = 0; r < rows.length; r++) {
    if (r % rowsBetweenChecks === 0) {
      throwIfCancelled(context);
      context?.report?.((0.8 * r) / rows.length);
    }
    const at = rows[r] * dimensions;
    for (let d = 0; d < dimensions; d++) centred[d] = vectors[at + d] - mean[d];
    for (let i = 0; i < dimensions; i++) {
      const factor = centred[i];
      const row = i * dimensions;
      for (let j = 0; j <= i; j++) covariance[row + j] += factor * centred[j];
    }
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      const value = covariance[i * dimensions + j] / Math.max(1, rows.length);
      covariance[i * dimensions + j] = value;
      covariance[j * dimensions + i] = value;
    }
  }
  return covariance;
}

function leadingEigenvectors(matrix: Float64Array, n: number, count: number): { values: Float64Array; axes: Float64Array } {
  const workspace = new TallWorkspace();
  const basis = new KrylovBasis(workspace, n, 1);
  const blockCount = Math.ceil(Math.min(n, spaceSize + 2 * count) / BLOCK_WIDTH);
  while (basis.blocks.length < blockCount) {
    const block = basis.begin();
    const image = workspace.block(n);
    multiply(matrix, n, workspace.values(block), workspace.values(image));
    basis.absorb(image);
  }
  const band = basis.projected();
  const values = bandEigenvalues(band);
  const found = Math.min(count, n);
  const vectors = bandEigenvectors(band, values, found);
  const axes = new Float64Array(count * n);
  const kept = new Float64Array(count);
  const combined = workspace.block(n);
  for (let first = 0; first < found; first += BLOCK_WIDTH) {
    basis.combine(vectors, found, first, combined);
    const block = workspace.values(combined);
    for (let c = first; c < Math.min(found, first + BLOCK_WIDTH); c++) {
      // Below this share of the largest, an eigenvalue is rounding noise and its vector any direction.
      if (!(values[c] > values[0] * 1e-12)) continue;
      kept[c] = values[c];
      const sign = largestEntrySign(block, c - first);
      for (let d = 0; d < n; d++) axes[c * n + d] = sign * block[d * BLOCK_WIDTH + c - first];
    }
  }
  return { values: kept, axes };
}

/** out = matrix (n × n, symmetric) · block (n × 4). */
function multiply(matrix: Float64Array, n: number, block: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0, at = 0, from = i * n; j < n; j++, at += BLOCK_WIDTH) {
      const factor = matrix[from + j];
      a += factor * block[at];
      b += factor * block[at + 1];
      c += factor * block[at + 2];
      d += factor * block[at + 3];
    }
    out.set([a, b, c, d], i * BLOCK_WIDTH);
  }
}

/** The sign of an eigenvector is arbitrary; the lowest dimension wins near-ties. */
function largestEntrySign(block: Float64Array, column: number): number {
  let largest = 0;
  for (let at = column; at < block.length; at += BLOCK_WIDTH) {
    if (Math.abs(block[at]) > Math.abs(largest) * (1 + 1e-9)) largest = block[at];
  }
  return largest < 0 ? -1 : 1;
}

function project(input: PcaInput, mean: Float64Array, axes: Float64Array, context?: TaskContext): Float32Array {
  const { vectors, dimensions, rows, components } = input;
  const coordinates = new Float32Array(rows.length * components);
  for (let r = 0; r < rows.length; r++) {
    if (r % rowsBetweenChecks === 0) {
      throwIfCancelled(context);
      context?.report?.(0.8 + (0.2 * r) / rows.length);
    }
    const at = rows[r] * dimensions;
    for (let c = 0; c < components; c++) {
      let sum = 0;
      for (let d = 0, axis = c * dimensions; d < dimensions; d++) sum += (vectors[at + d] - mean[d]) * axes[axis + d];
      coordinates[r * components + c] = sum + 0; // −0 becomes 0
    }
  }
  return coordinates;
}
