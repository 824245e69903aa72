import { assemble, wasm, type Code, type WasmFunction } from './assembler';

const { get, set, constant, load, loadFloatLanes, loadFloatPair, loadSplat, store, storeInteger, zero, plus, times } = wasm;
const { plusFloat, timesFloat, lessFloat, and, all, unless, whileBelow, advance } = wasm;

/** Candidates that `scan` tests at a time. */
export const GROUP = 16;
/** Rows that `score` sums at a time, stored signal by signal. */
export const ROWS = 4;

/**
 * Finds the groups of candidates in which some rest + weight × value, in float32, is not below a threshold. Parameters: 0 rests,
 * 1 end of rests, 2 values, 3 the weight and the threshold, float32 each, 4 output: the addresses of these groups' rests, followed
 * by a 0.
 */
const scan: WasmFunction = {
  name: 'scan',
  parameterCount: 5,
  integerLocals: 0,
  vectorLocals: 2,
  body: (() => {
    const [weight, threshold] = [5, 6];
    const below = (offset: number): Code =>
      [get(0), load(offset), get(weight), get(2), load(offset), timesFloat, plusFloat, get(threshold), lessFloat].flat();
    return [
      ...[get(3), loadFloatLanes(0), set(weight), get(3), loadFloatLanes(4), set(threshold)].flat(),
      ...whileBelow(0, 1, [
        ...[below(0), below(16), and, below(32), below(48), and, and, all].flat(),
        ...unless([...get(4), ...get(0), ...storeInteger(), ...advance(4, 4)]),
        ...advance(0, 4 * GROUP),
        ...advance(2, 4 * GROUP),
      ]),
      ...[get(4), constant(0), storeInteger()].flat(),
    ];
  })(),
};

/**
 * Weighted sums of rows, float64, each summed signal by signal from 0. Parameters: 0 rows, float32: groups of four, by group, signal
 * and row; 1 their end; 2 weights, float64; 3 their end; 4 sums, in the rows' order. Local: 5 a weight's address.
 */
const score: WasmFunction = {
  name: 'score',
  parameterCount: 5,
  integerLocals: 1,
  vectorLocals: 3,
  body: (() => {
    const [at, weight, low, high] = [5, 6, 7, 8];
    const add = (sum: number, offset: number): Code => [get(sum), get(weight), get(0), loadFloatPair(offset), times, plus, set(sum)].flat();
    return whileBelow(0, 1, [
      ...[zero, set(low), zero, set(high), get(2), set(at)].flat(),
      ...whileBelow(at, 3, [
        ...[get(at), loadSplat(), set(weight)].flat(),
        ...add(low, 0),
        ...add(high, 8),
        ...advance(0, 4 * ROWS),
        ...advance(at, 8),
      ]),
      ...[get(4), get(low), store(0), get(4), get(high), store(16)].flat(),
      ...advance(4, 8 * ROWS),
    ]);
  })(),
};

/** Addresses are bytes in the imported memory. */
export interface SliderKernels {
  scan(rests: number, restsEnd: number, values: number, weightAndThreshold: number, groups: number): void;
  score(rows: number, rowsEnd: number, weights: number, weightsEnd: number, sums: number): void;
}

export const sliderKernelModule = (): Uint8Array<ArrayBuffer> => assemble([scan, score]);
