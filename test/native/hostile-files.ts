/** Malicious index files: each contains a value that FAISS would trust. Little-endian, as FAISS writes them. */

class Bytes {
  readonly #parts: Buffer[] = [];

  tag(text: string): this {
    this.#parts.push(Buffer.from(text, 'latin1'));
    return this;
  }
  u8(...values: number[]): this {
    this.#parts.push(Buffer.from(values));
    return this;
  }
  i32(...values: number[]): this {
    this.#parts.push(Buffer.from(Int32Array.from(values).buffer));
    return this;
  }
  i64(...values: bigint[]): this {
    this.#parts.push(Buffer.from(BigInt64Array.from(values).buffer));
    return this;
  }
  f32(...values: number[]): this {
    this.#parts.push(Buffer.from(Float32Array.from(values).buffer));
    return this;
  }
  f64(...values: number[]): this {
    this.#parts.push(Buffer.from(Float64Array.from(values).buffer));
    return this;
  }
  header(tag: string, dimension: number, count: bigint, trained = 1, metric = 1): this {
    return this.tag(tag)
      .i32(dimension)
      .i64(count, 1n << 20n, 1n << 20n)
      .u8(trained)
      .i32(metric);
  }
  flat(dimension: number, values: number[]): this {
    return this.header('IxF2', dimension, BigInt(values.length / dimension))
      .i64(BigInt(values.length))
      .f32(...values);
  }
  /** A graph of two vectors in one dimension; `neighbours` are the eight links of its ground level (M = 2). */
  graph(neighbours: number[], { levels = [1, 1], entry = 0, highest = 0, storage = 'IxF2' } = {}): this {
    this.header('IHNf', 1, 2n)
      .i64(1n)
      .f64(1)
      .i64(2n)
      .i32(0, 4)
      .i64(2n)
      .i32(...levels);
    this.i64(3n)
      .i64(0n, 4n, 8n)
      .i64(BigInt(neighbours.length))
      .i32(...neighbours)
      .i32(entry, highest, 40, 16, 1);
    return storage === 'IxF2' ? this.flat(1, [1, 2]) : this.header(storage, 1, 2n).i64(2n).f32(1, 2);
  }
  append(other: Bytes): this {
    this.#parts.push(...other.#parts);
    return this;
  }
  done(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}

const make = (): Bytes => new Bytes();
const lists = (listCount: bigint): Bytes => make().header('IwFl', 1, 2n).i64(listCount, 1n).flat(1, [0, 5]).u8(0).i64(0n);

export const crafted: Record<string, () => Uint8Array> = {
  'a good flat index': () => make().flat(2, [1, 2, 3, 4]).done(),
  'a good graph': () => make().graph([1, -1, -1, -1, 0, -1, -1, -1]).done(),
  'a tag alone': () => make().tag('IxF2').done(),
  'a count of 2^39 vectors': () =>
    make()
      .header('IxF2', 2, 1n << 39n)
      .i64(1n << 39n)
      .done(),
  'a negative count': () => make().header('IxF2', 2, -1n).i64(0n).done(),
  'a dimension of zero': () => make().header('IxF2', 0, 0n).i64(0n).done(),
  'a negative dimension': () => make().header('IxF2', -8, 1n).i64(8n).f32(1).done(),
  'a product that overflows': () =>
    make()
      .header('IxF2', 1 << 20, 1n << 40n)
      .i64(0n)
      .done(),
  'vectors that are not finite': () => make().flat(2, [1, NaN, 3, 4]).done(),
  'a metric of 99': () => make().header('IxF2', 2, 0n, 1, 99).f32(0).i64(0n).done(),
  'a product quantizer of no parts': () => make().header('IxPq', 8, 0n).i64(8n, 0n, 8n).i64(0n).i64(0n).i32(0).u8(0).i32(0).done(),
  'a product quantizer of 63 bits': () => make().header('IxPq', 8, 0n).i64(8n, 2n, 63n).i64(0n).i64(0n).i32(0).u8(0).i32(0).done(),
  'a scalar quantizer of type 77': () => make().header('IxSQ', 8, 0n).i32(77, 0).f32(0).i64(8n, 8n).i64(0n).i64(0n).done(),
  'a link that leads outside': () => make().graph([7, -1, -1, -1, 0, -1, -1, -1]).done(),
  'a link far below zero': () => make().graph([-2_000_000_000, -1, -1, -1, 0, -1, -1, -1]).done(),
  'an entry point outside': () => make().graph([1, -1, -1, -1, 0, -1, -1, -1], { entry: 12 }).done(),
  'a level that is not there': () =>
    make()
      .graph([1, -1, -1, -1, 0, -1, -1, -1], { levels: [1, 50] })
      .done(),
  'a highest level of a billion': () => make().graph([1, -1, -1, -1, 0, -1, -1, -1], { highest: 1_000_000_000 }).done(),
  'fewer links than stated': () => make().graph([1, -1, -1]).done(),
  'a graph over another storage': () => make().graph([1, -1, -1, -1, 0, -1, -1, -1], { storage: 'IxPq' }).done(),
  'a graph of product codes over flat storage': () => {
    const bytes = make().graph([1, -1, -1, -1, 0, -1, -1, -1]).done();
    bytes.set(Buffer.from('IHNp'), 0);
    return bytes;
  },
  'lists of 2^40 vectors': () =>
    lists(2n)
      .tag('ilar')
      .i64(2n, 4n)
      .tag('full')
      .i64(2n)
      .i64(1n << 40n, 1n)
      .done(),
  'list sizes whose sum overflows': () => lists(2n).tag('ilar').i64(2n, 4n).tag('full').i64(2n).i64(-1n, 3n).done(),
  'a trillion lists': () =>
    lists(1n << 40n)
      .tag('ilar')
      .i64(1n << 40n, 4n)
      .tag('full')
      .i64(0n)
      .done(),
  'no lists at all': () => lists(2n).tag('il00').done(),
  'sparse lists that go backwards': () => lists(2n).tag('ilar').i64(2n, 4n).tag('sprs').i64(4n).i64(1n, 1n, 0n, 1n).done(),
  'the same id twice': () => lists(2n).tag('ilar').i64(2n, 4n).tag('full').i64(2n).i64(1n, 1n).f32(0).i64(9n).f32(5).i64(9n).done(),
  'a map over lists whose rows lead outside': () =>
    make()
      .header('IxMp', 1, 2n)
      .append(
        lists(2n)
          .tag('ilar')
          .i64(2n, 4n)
          .tag('full')
          .i64(2n)
          .i64(1n, 1n)
          .f32(0)
          .i64(0n)
          .f32(5)
          .i64(1n << 40n),
      )
      .i64(2n)
      .i64(7n, 8n)
      .done(),
  'negative ids': () => lists(2n).tag('ilar').i64(2n, 4n).tag('full').i64(2n).i64(1n, 1n).f32(0).i64(-9n).f32(5).i64(9n).done(),
  'parts nested a hundred deep': () => {
    const bytes = make();
    for (let i = 0; i < 100; i++) bytes.header('IxMp', 2, 0n);
    return bytes.flat(2, []).done();
  },
  'a transform that does not fit': () =>
    make().header('IxPT', 4, 0n).i32(1).tag('LTra').u8(0).i64(2n).f32(1, 2).i64(0n).i32(4, 4).u8(1).flat(4, []).done(), // prettier-ignore
  'a transform of negative size': () =>
    make().header('IxPT', 4, 0n).i32(1).tag('LTra').u8(0).i64(0n).i64(0n).i32(4, -4).u8(0).flat(4, []).done(), // prettier-ignore
  'a map that reads beyond its input': () =>
    make().header('IxPT', 2, 0n).i32(1).tag('RmDT').i64(2n).i32(0, 999).i32(2, 2).u8(1).flat(2, []).done(), // prettier-ignore
  'a trained transform of lists that are not': () =>
    make().header('IxPT', 1, 0n).i32(0)
      .header('IwFl', 1, 0n, 0).i64(4n, 1n).flat(1, Array.from({ length: 5000 }, (_, i) => i)).u8(0).i64(0n)
      .tag('ilar').i64(4n, 4n).tag('full').i64(4n).i64(0n, 0n, 0n, 0n).done(), // prettier-ignore
  'lists whose centroids have numbers of their own': () =>
    make().header('IwFl', 1, 0n).i64(2n, 1n).header('IxMp', 1, 2n).flat(1, [0, 5]).i64(2n).i64(5n, 1_000_000_000n).u8(0).i64(0n)
      .tag('ilar').i64(2n, 4n).tag('full').i64(2n).i64(0n, 0n).done(), // prettier-ignore
  'a type nobody knows': () => make().header('IxZZ', 4, 0n).done(),
};
