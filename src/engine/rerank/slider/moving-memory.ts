import { SimdMemory } from '../../core/simd/memory';
import { GROUP, ROWS, sliderKernelModule, type SliderKernels } from '../../core/simd/slider-kernels';

let compiled: Uint8Array<ArrayBuffer> | undefined;

const roundUp = (count: number, multiple: number): number => Math.ceil(count / multiple) * multiple;

export interface MovingShape {
  readonly userCount: number;
  readonly poolSize: number;
  /** Length of the lists. */
  readonly length: number;
  readonly signalCount: number;
}

/** Data for vector instructions is in WebAssembly memory, which is limited. */
const MAX_BYTES = 2 ** 32 - 2 ** 20;

const strides = ({ poolSize, length, signalCount }: Omit<MovingShape, 'userCount'>): { pool: number; rows: number } => ({
  pool: roundUp(poolSize, GROUP),
  rows: roundUp(length, ROWS) * signalCount,
});

/** Bytes that every user takes in a `MovingMemory`. */
export function movingBytesPerUser(shape: Omit<MovingShape, 'userCount'>): number {
  const { pool, rows } = strides(shape);
  return 4 * (2 * pool + rows);
}

/** Bytes that all users share, alignment included. */
const sharedBytes = ({ poolSize, length, signalCount }: MovingShape): number => poolSize + 8 * (length + signalCount) + 512;
const bytesOf = (shape: MovingShape): number => shape.userCount * movingBytesPerUser(shape) + sharedBytes(shape);

export const fitsMovingMemory = (shape: MovingShape): boolean => bytesOf(shape) <= MAX_BYTES;

/** The arrays scanned at every position of a moving weight, and the vector kernels for them. */
export class MovingMemory {
  readonly #kernels: SliderKernels;
  readonly #addresses: Readonly<Record<'rest' | 'values' | 'rows' | 'weights' | 'bounds' | 'groups' | 'sums', number>>;
  readonly #rowsBytes: number;
  readonly #weightsBytes: number;
  readonly #weights: Float64Array;
  readonly #bounds: Float32Array;
  /** Users × `poolStride`: the constant part of each score, and the moving signal. Beyond a pool's end: −∞, 0. */
  readonly rest: Float32Array;
  readonly values: Float32Array;
  readonly poolStride: number;
  /** Users × `rowsStride`: the signals of the last lists, see `rowAt`. */
  readonly rows: Float32Array;
  readonly rowsStride: number;
  /** Of `score`. */
  readonly sums: Float64Array;
  /** Output of `scan`: where a group begins in `rest`, in bytes of the memory. */
  readonly groups: Uint32Array;

  constructor(shape: MovingShape) {
    const { userCount, length, signalCount } = shape;
    compiled ??= sliderKernelModule();
    const memory = new SimdMemory(bytesOf(shape));
    const { pool, rows } = strides(shape);
    [this.poolStride, this.rowsStride] = [pool, rows];
    this.#rowsBytes = 4 * rows;
    this.#weightsBytes = 8 * signalCount;
    const sumCount = roundUp(length, ROWS);
    const groupCount = pool / GROUP + 1;
    const addresses = {
      rest: memory.allocate(4 * userCount * pool),
      values: memory.allocate(4 * userCount * pool),
      rows: memory.allocate(4 * userCount * rows),
      weights: memory.allocate(this.#weightsBytes),
      bounds: memory.allocate(8),
      groups: memory.allocate(4 * groupCount),
      sums: memory.allocate(8 * sumCount),
    };
    this.#addresses = addresses;
    this.#kernels = memory.instantiate(compiled) as SliderKernels;
    const { buffer } = memory;
    this.rest = new Float32Array(buffer, addresses.rest, userCount * pool).fill(-Infinity);
    this.values = new Float32Array(buffer, addresses.values, userCount * pool);
    this.rows = new Float32Array(buffer, addresses.rows, userCount * rows);
    this.#weights = new Float64Array(buffer, addresses.weights, signalCount);
    this.#bounds = new Float32Array(buffer, addresses.bounds, 2);
    this.groups = new Uint32Array(buffer, addresses.groups, groupCount);
    this.sums = new Float64Array(buffer, addresses.sums, sumCount);
  }

  get byteLength(): number {
    return this.rest.buffer.byteLength;
  }

  /** Where the first signal of user u's row lies in `rows`; its next signals follow every `ROWS` places. */
  rowAt(u: number, row: number): number {
    const group = row - (row % ROWS);
    return u * this.rowsStride + group * (this.#weightsBytes / 8) + (row - group);
  }

  /** For the calls that follow; `moving` is the one of these weights that moves. */
  setWeights(weights: Float64Array, moving: number): void {
    this.#weights.set(weights);
    this.#bounds[0] = weights[moving];
  }

  /** Weighted sums of user u's rows into `sums`, to the last bit those of `Ranker.scoreOf`. */
  score(u: number): void {
    const { rows, weights, sums } = this.#addresses;
    const from = rows + u * this.#rowsBytes;
    this.#kernels.score(from, from + this.#rowsBytes, weights, weights + this.#weightsBytes, sums);
  }

  /** Which groups of user u's first `count` candidates hold one that is not below the threshold, into `groups`; see `groupAt`. */
  scan(u: number, count: number, threshold: number): void {
    const { rest, values, bounds, groups } = this.#addresses;
    const from = 4 * u * this.poolStride;
    this.#bounds[1] = threshold;
    this.#kernels.scan(rest + from, rest + from + 4 * count, values + from, bounds, groups);
  }

  /** Where in `rest` the i-th group found begins; −1 behind the last. */
  groupAt(i: number): number {
    const address = this.groups[i];
    return address === 0 ? -1 : (address - this.#addresses.rest) / 4;
  }
}
