import { unquoted } from '#engine/dataset/importers/dialect/records';

/** The fields of one record. Field i is bytes[starts[i], ends[i]); `escaped[i]`: 1 when it holds doubled quotation marks, 2 when backslashes. */
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
    const escaped = this.escaped[index];
    return escaped === 0 ? text : unquoted(text, escaped === 2);
  }

  isEmpty(index: number): boolean {
    return this.starts[index] === this.ends[index];
  }

  add(start: number, end: number, escaped: number): void {
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.escaped[this.count] = escaped;
    this.count++;
  }

  /** Sets the fields of a record on `line` from these texts. */
  setTexts(texts: readonly string[], line: number): void {
    this.count = 0;
    this.bytes = Buffer.from(texts.join('\t'));
    this.line = line;
    this.recordStart = 0;
    this.recordEnd = this.bytes.length;
    let at = 0;
    for (const text of texts) {
      const end = at + Buffer.byteLength(text);
      this.add(at, end, 0);
      at = end + 1;
    }
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
