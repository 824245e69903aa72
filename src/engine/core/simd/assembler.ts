/**
 * A minimal assembler for WebAssembly functions over one imported memory. It exists because JavaScript has no vector
 * instructions, and a few inner loops dominate the time to fit a model. Opcodes: WebAssembly 2.0, §5.4.
 */
export type Code = readonly number[];

export interface WasmFunction {
  readonly name: string;
  /** Parameters are i32 (addresses and counts), numbered from 0; there are no results. */
  readonly parameterCount: number;
  /** Further i32 locals, numbered after the parameters. */
  readonly integerLocals: number;
  /** v128 locals, numbered after the integers. */
  readonly vectorLocals: number;
  readonly body: Code;
}

const I32 = 0x7f;
const V128 = 0x7b;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    const low = value & 0x7f;
    value >>>= 7;
    bytes.push(value === 0 ? low : low | 0x80);
  } while (value !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    if ((value === 0 && (low & 0x40) === 0) || (value === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const vector = (opcode: number, ...rest: number[]): Code => [0xfd, ...unsigned(opcode), ...rest];

/** Instructions. Loads and stores take a constant offset in bytes from the address on the stack. */
export const wasm = {
  get: (local: number): Code => [0x20, local],
  set: (local: number): Code => [0x21, local],
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a] as Code,
  shiftLeft: [0x74] as Code,
  lessThan: [0x49] as Code,
  loadInteger: (offset = 0): Code => [0x28, 2, ...unsigned(offset)],
  /** float32 in memory → both lanes, as float64. */
  loadFloatSplat: (offset = 0): Code => [0x2a, 2, ...unsigned(offset), 0xbb, ...vector(0x14)],
  load: (offset = 0): Code => vector(0x00, 3, ...unsigned(offset)),
  /** float64 in memory → both lanes. */
  loadSplat: (offset = 0): Code => vector(0x0a, 3, ...unsigned(offset)),
  /** Two float32 in memory, as float64. */
  loadFloatPair: (offset = 0): Code => [...vector(0x5d, 2, ...unsigned(offset)), ...vector(0x5f)],
  /** float32 in memory → all four lanes, as they are. */
  loadFloatLanes: (offset = 0): Code => vector(0x09, 2, ...unsigned(offset)),
  store: (offset = 0): Code => vector(0x0b, 3, ...unsigned(offset)),
  storeInteger: (offset = 0): Code => [0x36, 2, ...unsigned(offset)],
  zero: vector(0x0c, ...new Array<number>(16).fill(0)),
  plus: vector(0xf0),
  minus: vector(0xf1),
  times: vector(0xf2),
  /** Lane-wise, on four float32. */
  plusFloat: vector(0xe4),
  timesFloat: vector(0xe6),
  /** Sets all bits of the lanes in which a < b; never where either is NaN. */
  lessFloat: vector(0x43),
  and: vector(0x4e),
  /** Whether every 32-bit lane is set. */
  all: vector(0xa3),
  /** Runs `body` when the i32 on the stack is 0. */
  unless: (body: Code): Code => [0x45, 0x04, 0x40, ...body, 0x0b],
  /** Repeats `body` while local `index` is below local `end` (both unsigned); the body must advance `index`. */
  whileBelow: (index: number, end: number, body: Code): Code => [
    ...[0x02, 0x40, 0x03, 0x40], // block, loop
    ...[0x20, index, 0x20, end, 0x49, 0x45, 0x0d, 1], // leave the block unless index < end
    ...body,
    ...[0x0c, 0, 0x0b, 0x0b], // repeat
  ],
  /** local += amount */
  advance: (local: number, amount: number): Code => [0x20, local, ...[0x41, ...signed(amount)], 0x6a, 0x21, local],
} as const;

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (value: string): Code => [...unsigned(value.length), ...Array.from(value, (character) => character.charCodeAt(0))];

/** The binary module: imports memory "m"."memory", exports every function by name. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameterCount }) => [0x60, ...list(new Array<Code>(parameterCount).fill([I32])), 0]);
  const bodies = functions.map(({ integerLocals, vectorLocals, body }) => {
    const code = [
      ...list([
        [...unsigned(integerLocals), I32],
        [...unsigned(vectorLocals), V128],
      ]),
      ...body,
      0x0b,
    ];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([[...text('m'), ...text('memory'), 2, 0, 1]])),
    ...section(3, list(functions.map((_, f) => unsigned(f)))),
    ...section(7, list(functions.map(({ name }, f) => [...text(name), 0, ...unsigned(f)]))),
    ...section(10, list(bodies)),
  ]);
}
