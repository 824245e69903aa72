import { RankLabError } from '#shared/errors';

/** The part of the WebAssembly interface used here; every engine has it, but the standard library types do not. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  Memory: new (descriptor: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { readonly exports: object };
};

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** Append-only linear memory, released as a whole. Views must be recreated after an allocation. */
export class SimdMemory {
  readonly #memory: WasmMemory;
  #used = 16;

  /** @param expectedBytes the total to be allocated, if known, so that the memory need not grow. */
  constructor(expectedBytes = 0) {
    this.#memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil((expectedBytes + this.#used) / PAGE_BYTES)) });
  }

  /** Address of `bytes` zeroed bytes, 16-byte aligned. @throws UNSUPPORTED beyond 4 GiB. */
  allocate(bytes: number): number {
    const address = this.#used;
    const end = address + Math.ceil(bytes / 16) * 16;
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#grow(missing);
    this.#used = end;
    return address;
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** Address of a copy of `values`. */
  copy(values: Int32Array | Float32Array): number {
    const address = this.allocate(values.byteLength);
    if (values instanceof Int32Array) new Int32Array(this.buffer, address, values.length).set(values);
    else new Float32Array(this.buffer, address, values.length).set(values);
    return address;
  }

  /** A module's functions over this memory. */
  instantiate(bytes: Uint8Array<ArrayBuffer>): object {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { memory: this.#memory } }).exports;
  }

  #grow(missing: number): void {
    const pages = this.#memory.buffer.byteLength / PAGE_BYTES;
    // Grows by more than needed, so that a basis that grows block by block does not grow the memory each time.
    const ahead = Math.min(Math.max(missing, 64), MAX_PAGES - pages);
    try {
      if (ahead < missing) throw new RangeError();
      this.#memory.grow(ahead);
    } catch (cause) {
      throw new RankLabError(
        'UNSUPPORTED',
        'The matrix is too large for the memory of this computation',
        { remedy: 'Use fewer factors or less data' },
        { cause },
      );
    }
  }
}
