type Numbers = Int32Array | Float64Array | Uint8Array;

/** A typed array that grows as it is filled. */
export class Growable<Array extends Numbers> {
  #array: Array;
  length = 0;

  constructor(
    private readonly type: { new (length: number): Array },
    capacity = 4096,
  ) {
    this.#array = new type(capacity);
  }

  push(value: number): void {
    if (this.length === this.#array.length) {
      const larger = new this.type(this.#array.length * 2);
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.length++] = value;
  }

  at(index: number): number {
    return this.#array[index] as number;
  }

  set(index: number, value: number): void {
    this.#array[index] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.push(values[i] as number);
  }

  /** A view of what was pushed, without a copy. */
  values(): Array {
    return this.#array.subarray(0, this.length) as Array;
  }
}
