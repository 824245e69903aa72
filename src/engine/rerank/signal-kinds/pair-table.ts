/** Values of some items, by ascending item row: 8 bytes for each. */
export class PairTable {
  static readonly empty = new PairTable(new Int32Array(0), new Float32Array(0));

  private constructor(
    private readonly items: Int32Array,
    private readonly values: Float32Array,
  ) {}

  /** Undefined for an item that is not there. */
  find(item: number): number | undefined {
    let [low, high] = [0, this.items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.items[middle] < item) low = middle + 1;
      else high = middle;
    }
    return this.items[low] === item ? this.values[low] : undefined;
  }

  /** With further items, ascending, none of which is there. */
  with(items: Int32Array, values: Float32Array): PairTable {
    if (this.items.length === 0) return new PairTable(items, values);
    const merged = Int32Array.from([...this.items, ...items]).sort();
    const added = new PairTable(items, values);
    return new PairTable(
      merged,
      Float32Array.from(merged, (item) => this.find(item) ?? added.find(item) ?? NaN),
    );
  }
}
