/** The fields of one record. Field i is bytes[starts[i], ends[i]); `escaped[i]` when it holds doubled quotation marks. */
export class Fields {
  bytes: Buffer = Buffer.alloc(0);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  escaped = new Uint8Array(64);
  count = 0;
  /** 1-based physical line where the record starts. */
  line = 0;
  /** The text has NUL characters somewhere up to here. */
  mayHoldNul = false;
  recordStart = 0;
  recordEnd = 0;

  text(index: number): string {
    const text = this.bytes.toString('utf8', this.starts[index], this.ends[index]);
    return this.escaped[index] === 1 ? text.replaceAll('""', '"') : text;
  }

  isEmpty(index: number): boolean {
    return this.starts[index] === this.ends[index];
  }

  add(start: number, end: number, escaped: boolean): void {
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.escaped[this.count] = escaped ? 1 : 0;
    this.count++;
  }

  #grow(): void {
    const grow = <Array extends Int32Array | Uint8Array>(array: Array, larger: Array): Array => {
      larger.set(array);
      return larger;
    };
    this.starts = grow(this.starts, new Int32Array(this.count * 2));
    this.ends = grow(this.ends, new Int32Array(this.count * 2));
    this.escaped = grow(this.escaped, new Uint8Array(this.count * 2));
  }
}
