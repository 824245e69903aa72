import { assemble, wasm, type Code, type WasmFunction } from './assembler';

const {
  get,
  set,
  constant,
  add,
  shiftLeft,
  loadInteger,
  loadFloatSplat,
  load,
  loadSplat,
  store,
  zero,
  plus,
  minus,
  times,
  whileBelow,
  advance,
} = wasm;

/** A row of a block: four float64. */
const ROW_BYTES = 32;
const rows = [0, 1, 2, 3];

/**
 * out (4 × 4, row-major) = basisᵀ · block. Parameters: 0 basis, 1 end of basis, 2 block, 3 out. Eight accumulators, two
 * columns each, stay in registers.
 */
const project: WasmFunction = {
  name: 'project',
  parameterCount: 4,
  integerLocals: 0,
  vectorLocals: 10,
  body: (() => {
    const [low, high] = [4, 5];
    const sum = (row: number, half: number): number => 6 + 2 * row + half;
    const accumulate = (row: number): Code => [
      ...[get(sum(row, 0)), get(0), loadSplat(8 * row), get(low), times, plus, set(sum(row, 0))].flat(),
      ...[get(sum(row, 1)), get(0), loadSplat(8 * row), get(high), times, plus, set(sum(row, 1))].flat(),
    ];
    return [
      ...whileBelow(0, 1, [
        ...[get(2), load(0), set(low), get(2), load(16), set(high)].flat(),
        ...rows.flatMap(accumulate),
        ...advance(0, ROW_BYTES),
        ...advance(2, ROW_BYTES),
      ]),
      ...rows.flatMap((row) => [0, 1].flatMap((half) => [get(3), get(sum(row, half)), store(32 * row + 16 * half)].flat())),
    ];
  })(),
};

/** block −= basis · coefficients (4 × 4, row-major). Parameters: 0 basis, 1 end of basis, 2 coefficients, 3 block. */
const subtract: WasmFunction = {
  name: 'subtract',
  parameterCount: 4,
  integerLocals: 0,
  vectorLocals: 8,
  body: (() => {
    const coefficient = (row: number, half: number): number => 4 + 2 * row + half;
    const updated = (half: number): Code => [
      ...[get(3), get(3), load(16 * half)].flat(),
      ...rows.flatMap((row) => [get(0), loadSplat(8 * row), get(coefficient(row, half)), times, minus].flat()),
      ...store(16 * half),
    ];
    return [
      ...rows.flatMap((row) => [0, 1].flatMap((half) => [get(2), load(32 * row + 16 * half), set(coefficient(row, half))].flat())),
      ...whileBelow(0, 1, [...updated(0), ...updated(1), ...advance(0, ROW_BYTES), ...advance(3, ROW_BYTES)]),
    ];
  })(),
};

/**
 * out (rows × 4) = sparse matrix · block (columns × 4). Parameters: 0 offsets, 1 end of offsets (of the last row's start),
 * 2 indices, 3 values, 4 block, 5 out. Locals: 6 entry's index address, 7 its end, 8 value address, 9 block row address.
 */
const multiply: WasmFunction = {
  name: 'multiply',
  parameterCount: 6,
  integerLocals: 4,
  vectorLocals: 3,
  body: (() => {
    const [entry, end, value, from, low, high, splat] = [6, 7, 8, 9, 10, 11, 12];
    const atEntry = (base: number, offset: number): Code => [get(base), get(0), loadInteger(offset), constant(2), shiftLeft, add].flat();
    const accumulate = (sum: number, offset: number): Code => [get(sum), get(from), load(offset), get(splat), times, plus, set(sum)].flat();
    return whileBelow(0, 1, [
      ...[atEntry(2, 0), set(entry), atEntry(2, 4), set(end), atEntry(3, 0), set(value)].flat(),
      ...[zero, set(low), zero, set(high)].flat(),
      ...whileBelow(entry, end, [
        ...[get(entry), loadInteger(), constant(5), shiftLeft, get(4), add, set(from)].flat(),
        ...[get(value), loadFloatSplat(), set(splat)].flat(),
        ...accumulate(low, 0),
        ...accumulate(high, 16),
        ...advance(entry, 4),
        ...advance(value, 4),
      ]),
      ...[get(5), get(low), store(0), get(5), get(high), store(16)].flat(),
      ...advance(0, 4),
      ...advance(5, ROW_BYTES),
    ]);
  })(),
};

/** Addresses are bytes in the imported memory. */
export interface TallKernels {
  project(basis: number, basisEnd: number, block: number, out: number): void;
  subtract(basis: number, basisEnd: number, coefficients: number, block: number): void;
  multiply(offsets: number, offsetsEnd: number, indices: number, values: number, block: number, out: number): void;
}

export const tallKernelModule = (): Uint8Array<ArrayBuffer> => assemble([project, subtract, multiply]);
