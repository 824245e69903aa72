import type { CsrMatrix } from './matrix';
import { SimdMemory } from '../simd/memory';
import { tallKernelModule, type TallKernels } from '../simd/tall-kernels';

/**
 * Columns of a tall block. Every loaded sparse entry or basis value is used four times, and two rows of accumulators fit
 * the registers, which makes the sparse SVD fast without threads.
 */
export const BLOCK_WIDTH = 4;
const AREA = BLOCK_WIDTH * BLOCK_WIDTH;

/** n × 4 float64, row-major, in the workspace's memory. */
export interface TallBlock {
  readonly address: number;
  readonly rows: number;
}

/** A sparse matrix in the workspace's memory. */
export interface PlacedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: number;
  readonly indices: number;
  readonly values: number;
}

let compiled: Uint8Array<ArrayBuffer> | undefined;

/** Memory and vector instructions for one computation over tall blocks; released when it ends. */
export class TallWorkspace {
  readonly #memory = new SimdMemory();
  readonly #kernels: TallKernels;
  /** Scratch for 4 × 4 coefficients, and its view, which is recreated when the memory has grown. */
  readonly #small: number;
  #smallView = new Float64Array(0);

  constructor() {
    compiled ??= tallKernelModule();
    this.#kernels = this.#memory.instantiate(compiled) as TallKernels;
    this.#small = this.#memory.allocate(AREA * 8);
  }

  /** A block of zeros. */
  block(rows: number): TallBlock {
    return { address: this.#memory.allocate(rows * BLOCK_WIDTH * 8), rows };
  }

  /** A view of the block, valid until the next block or matrix is made. */
  values({ address, rows }: TallBlock): Float64Array {
    return new Float64Array(this.#memory.buffer, address, rows * BLOCK_WIDTH);
  }

  place({ rows, columns, offsets, indices, values }: CsrMatrix): PlacedMatrix {
    const memory = this.#memory;
    return { rows, columns, offsets: memory.copy(offsets), indices: memory.copy(indices), values: memory.copy(values) };
  }

  /** out (rows × 4) = matrix · block (columns × 4). */
  multiply(matrix: PlacedMatrix, block: TallBlock, out: TallBlock): void {
    const { offsets, rows, indices, values } = matrix;
    this.#kernels.multiply(offsets, offsets + 4 * rows, indices, values, block.address, out.address);
  }

  /** basisᵀ · block: 4 × 4, row-major, valid until the next call. */
  project(basis: TallBlock, block: TallBlock): Float64Array {
    this.#kernels.project(basis.address, end(basis), block.address, this.#small);
    return this.#coefficients();
  }

  /** block −= basis · (basisᵀ · block); the 4 × 4 projection, row-major, goes to `out` from `at` on. */
  projectOut(basis: TallBlock, block: TallBlock, out: Float64Array, at: number): void {
    this.#kernels.project(basis.address, end(basis), block.address, this.#small);
    const coefficients = this.#coefficients();
    for (let i = 0; i < AREA; i++) out[at + i] = coefficients[i];
    this.#kernels.subtract(basis.address, end(basis), this.#small, block.address);
  }

  /** block −= basis · coefficients (4 × 4, row-major). */
  subtract(basis: TallBlock, coefficients: ArrayLike<number>, block: TallBlock): void {
    this.#coefficients().set(coefficients);
    this.#kernels.subtract(basis.address, end(basis), this.#small, block.address);
  }

  #coefficients(): Float64Array {
    if (this.#smallView.buffer !== this.#memory.buffer) this.#smallView = new Float64Array(this.#memory.buffer, this.#small, AREA);
    return this.#smallView;
  }
}

const end = ({ address, rows }: TallBlock): number => address + rows * BLOCK_WIDTH * 8;

/** Dot product of columns i and j of a block's values. */
export function columnDot(values: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += BLOCK_WIDTH) sum += values[at + i] * values[at + j];
  return sum;
}

/** Column j += factor × column i. */
export function addColumn(values: Float64Array, i: number, j: number, factor: number): void {
  for (let at = 0; at < values.length; at += BLOCK_WIDTH) values[at + j] += factor * values[at + i];
}

export function scaleColumn(values: Float64Array, j: number, factor: number): void {
  for (let at = j; at < values.length; at += BLOCK_WIDTH) values[at] *= factor;
}
