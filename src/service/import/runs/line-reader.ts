const lf = 10;
const cr = 13;
/** Longest line that is accepted in a run. */
const longestLine = 32 * 1024 * 1024;

/** Splits blocks of bytes into lines (LF, CRLF or CR). `onLine` gets bytes[start, end) and the 1-based number; valid during the call. */
export class LineReader {
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;

  constructor(private readonly onLine: (bytes: Buffer, start: number, end: number, line: number) => void) {}

  push(block: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : block;
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte !== lf && byte !== cr) continue;
      // The next block shows whether a line feed follows.
      if (byte === cr && at + 1 === bytes.length) break;
      this.onLine(bytes, start, at, this.#line++);
      if (byte === cr && bytes[at + 1] === lf) at++;
      start = at + 1;
    }
    this.#rest = Buffer.from(bytes.subarray(start));
    if (this.#rest.length > longestLine) throw new RangeError('line too long');
  }

  finish(): void {
    const end = this.#rest.at(-1) === cr ? this.#rest.length - 1 : this.#rest.length;
    if (end > 0) this.onLine(this.#rest, 0, end, this.#line);
  }
}
