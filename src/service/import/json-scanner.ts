import { objectCells } from '#engine/dataset/importers/dialect/json-rows';
import { Fields } from './fields';
import type { RecordSink, RowScanner } from './row-scanner';

const [lineFeed, quote, backslash, open, close] = [10, 34, 92, 123, 125];
const maximumObjectBytes = 32 * 1024 * 1024;

/** Splits text into JSON objects, one after the other or in a list, and emits each as a row of these columns. */
export class JsonScanner implements RowScanner {
  expectedFields = 0;
  /** Number of rows with a field that is not a column, by field. */
  readonly further = new Map<string, number>();
  readonly #fields = new Fields();
  readonly #columns: ReadonlySet<string>;
  #pending: Buffer = Buffer.alloc(0);
  #depth = 0;
  #inText = false;
  #escaped = false;
  #line = 1;
  #startLine = 1;

  constructor(
    private readonly columns: readonly string[],
    private readonly sink: RecordSink,
  ) {
    this.#columns = new Set(columns);
  }

  push(block: Uint8Array): void {
    const bytes = Buffer.from(block);
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === lineFeed) this.#line++;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote || (byte === lineFeed && this.#abandonObject(bytes.subarray(Math.max(0, start), at)))) this.#inText = false;
        if (this.#depth === 0) start = -1;
      } else if (byte === quote) this.#inText = this.#depth > 0;
      else if (byte === open && this.#depth++ === 0) {
        start = at;
        this.#startLine = this.#line;
      } else if (byte === close && this.#depth > 0 && --this.#depth === 0) {
        this.#object(Buffer.concat([this.#pending, bytes.subarray(start, at + 1)]));
        this.#pending = Buffer.alloc(0);
        start = -1;
      }
    }
    if (start >= 0) this.#keep(bytes.subarray(start));
  }

  finish(): void {
    if (this.#depth > 0) this.#reject(this.#pending);
  }

  /** A JSON string cannot contain a line end: the object is damaged, and reading continues after it. */
  #abandonObject(bytes: Buffer): boolean {
    this.#reject(Buffer.concat([this.#pending, bytes]));
    this.#pending = Buffer.alloc(0);
    this.#depth = 0;
    return true;
  }

  #keep(bytes: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    if (this.#pending.length <= maximumObjectBytes) return;
    this.#reject(this.#pending);
    this.#pending = Buffer.alloc(0);
    this.#depth = 0;
  }

  #object(bytes: Buffer): void {
    const cells = objectCells(bytes.toString());
    if (!cells) return this.#reject(bytes);
    for (const field of cells.keys()) if (!this.#columns.has(field)) this.further.set(field, (this.further.get(field) ?? 0) + 1);
    this.#fields.setTexts(
      this.columns.map((column) => cells.get(column) ?? ''),
      this.#startLine,
    );
    this.sink.record(this.#fields);
  }

  #reject(bytes: Buffer): void {
    this.sink.reject(this.#startLine, -1, 'no-object', bytes, 0, bytes.length);
  }
}
