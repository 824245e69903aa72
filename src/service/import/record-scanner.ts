import { Fields } from './fields';
import type { RecordSink, RowScanner, ScannerFormat, ScanProblem } from './row-scanner';

const lf = 10;
const cr = 13;
const quote = 34;
const backslash = 92;
/** A record longer than this is not one. */
const maximumRecordBytes = 32 * 1024 * 1024;
/** Limit of bytes scanned behind unclosed quotation marks; beyond it quoted fields end with their line. */
const lookaheadBudget = 256 * 1024 * 1024;

const incomplete = -1;
const broken = -2;

/**
 * Splits delimited text into records and tracks the physical line of each. Lines end with LF, CRLF or CR; a quoted field may
 * span several. When a quotation mark is never properly closed, or a record over several lines does not have the expected number of
 * fields, only the line where it starts is rejected and scanning resumes at the next line: one bad mark never consumes the rest of a file.
 */
export class RecordScanner implements RowScanner {
  readonly #fields = new Fields();
  readonly #delimiter: Buffer;
  readonly #first: number;
  readonly #quoted: boolean;
  readonly #backslash: boolean;
  readonly #comment: Buffer | undefined;
  #linesToSkip: number;
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #line = 1;
  /** Line ends inside quoted fields of the record being scanned. */
  #linesWithin = 0;
  #budget = lookaheadBudget;
  /** Where the last quotation mark opened, and how far it was scanned. */
  #openedAt = 0;
  #followedTo = 0;
  /** An incomplete record is rescanned once it has doubled in size. */
  #enough = 0;
  #skippingLine = false;
  #skippingLf = false;
  /** Set after the header; 0: any number. */
  expectedFields = 0;

  constructor(
    { delimiter, quotes, skipLines = 0, comment }: ScannerFormat,
    private readonly sink: RecordSink,
  ) {
    this.#delimiter = Buffer.from(delimiter);
    this.#first = this.#delimiter[0] ?? 0;
    this.#quoted = quotes !== 'none';
    this.#backslash = quotes === 'backslash';
    this.#comment = comment === undefined ? undefined : Buffer.from(comment);
    this.#linesToSkip = skipLines;
  }

  /** Emits every record that is complete with this block. */
  push(block: Uint8Array): void {
    this.#fields.mayHoldNul ||= block.includes(0);
    this.#append(block);
    if (this.#end - this.#start >= this.#enough) this.#drain(false);
  }

  /** Emits the rest at the end of the text. */
  finish(): void {
    this.#drain(true);
  }

  #append(block: Uint8Array): void {
    const kept = this.#end - this.#start;
    if (this.#buffer.length - this.#end < block.length) {
      const needed = kept + block.length;
      const target = needed > this.#buffer.length / 2 ? Buffer.alloc(needed * 2) : this.#buffer;
      this.#buffer.copy(target, 0, this.#start, this.#end);
      this.#buffer = target;
      this.#start = 0;
      this.#end = kept;
    }
    this.#buffer.set(block, this.#end);
    this.#end += block.length;
  }

  #drain(atEnd: boolean): void {
    this.#enough = 0;
    this.#skip();
    while (this.#start < this.#end) {
      if (this.#isNoRow()) {
        if (!this.#passLine(atEnd)) return;
        continue;
      }
      const next = this.#scan(atEnd);
      if (next - this.#start > maximumRecordBytes) this.#giveUpLine('line-too-long', atEnd);
      else if (next >= 0) this.#deliver(next, atEnd);
      else if (next === broken) this.#giveUpLine('unterminated-quote', atEnd);
      else if (this.#end - this.#start > maximumRecordBytes) this.#giveUpLine('line-too-long', atEnd);
      else {
        this.#enough = Math.min(2 * (this.#end - this.#start), maximumRecordBytes + 1);
        return;
      }
    }
  }

  /** A line before the table, or a comment. */
  #isNoRow(): boolean {
    if (this.#linesToSkip > 0) return true;
    const mark = this.#comment;
    return (
      mark !== undefined && this.#buffer.compare(mark, 0, mark.length, this.#start, Math.min(this.#end, this.#start + mark.length)) === 0
    );
  }

  /** Skips the line at `#start`; false while its end has not been read. */
  #passLine(atEnd: boolean): boolean {
    const end = this.#lineEnd(this.#start);
    const isCut = end === this.#end || (this.#buffer[end] === cr && end + 1 === this.#end);
    if (isCut && !atEnd) return false;
    this.#start = Math.min(this.#end, this.#buffer[end] === cr && this.#buffer[end + 1] === lf ? end + 2 : end + 1);
    this.#line++;
    if (this.#linesToSkip > 0) this.#linesToSkip--;
    return true;
  }

  /** Discards the rest of a line whose beginning was discarded. */
  #skip(): void {
    if (this.#skippingLine) {
      const end = this.#lineEnd(this.#start);
      this.#skippingLine = end === this.#end;
      this.#skippingLf = !this.#skippingLine && this.#buffer[end] === cr;
      this.#start = this.#skippingLine ? end : end + 1;
    }
    if (this.#skippingLf && this.#start < this.#end) {
      if (this.#buffer[this.#start] === lf) this.#start++;
      this.#skippingLf = false;
    }
  }

  /** Emits the record that ends before `next`. */
  #deliver(next: number, atEnd: boolean): void {
    const fields = this.#fields;
    const ragged = this.expectedFields > 0 && fields.count !== this.expectedFields;
    if (ragged && this.#linesWithin > 0) {
      // Most likely an unclosed quotation mark was matched with one some lines below.
      this.#openedAt = this.#firstFieldOverLines();
      this.#followedTo = next;
      this.#giveUpLine('unterminated-quote', atEnd);
      return;
    }
    fields.line = this.#line;
    fields.recordStart = this.#start;
    if (fields.count === 1 && fields.recordEnd === fields.recordStart) {
      this.sink.reject(this.#line, -1, 'empty-line', this.#buffer, this.#start, fields.recordEnd);
    } else if (ragged) {
      const problem = fields.count < this.expectedFields ? 'too-few-columns' : 'too-many-columns';
      this.sink.reject(this.#line, Math.min(fields.count, this.expectedFields) - 1, problem, this.#buffer, this.#start, fields.recordEnd);
    } else this.sink.record(fields);
    this.#line += 1 + this.#linesWithin;
    this.#start = next;
  }

  #firstFieldOverLines(): number {
    const { starts, ends, count } = this.#fields;
    for (let i = 0; i < count; i++) {
      const [start, end] = [starts[i] as number, ends[i] as number];
      if (start > this.#start && this.#buffer[start - 1] === quote && this.#countLines(start, end) > 0) {
        this.#fields.count = i;
        return start - 1;
      }
    }
    return this.#start;
  }

  /** Rejects the physical line on which the mark opened and continues after it. */
  #giveUpLine(problem: ScanProblem, atEnd: boolean): void {
    const opened = Math.max(this.#openedAt, this.#start);
    this.#budget -= Math.max(0, this.#followedTo - opened);
    const before = this.#countLines(this.#start, opened);
    const lineEnd = this.#lineEnd(opened);
    this.sink.reject(this.#line + before, this.#fields.count, problem, this.#buffer, this.#start, lineEnd);
    this.#line += before + 1;
    this.#openedAt = 0;
    this.#followedTo = 0;
    this.#start = lineEnd;
    if (lineEnd === this.#end) this.#skippingLine = !atEnd;
    else {
      this.#skippingLf = this.#buffer[lineEnd] === cr;
      this.#start++;
      this.#skip();
    }
  }

  #lineEnd(from: number): number {
    let at = from;
    while (at < this.#end && this.#buffer[at] !== lf && this.#buffer[at] !== cr) at++;
    return at;
  }

  #countLines(from: number, to: number): number {
    const buffer = this.#buffer;
    let lines = 0;
    for (let at = from; at < to; at++) {
      const byte = buffer[at];
      if (byte === lf || (byte === cr && buffer[at + 1] !== lf)) lines++;
    }
    return lines;
  }

  /** Finds the fields of the record at `#start`; returns where the next one starts, or `incomplete`, or `broken`. */
  #scan(atEnd: boolean): number {
    const buffer = this.#buffer;
    const end = this.#end;
    const fields = this.#fields;
    const first = this.#first;
    const quoted = this.#quoted;
    const delimiterLength = this.#delimiter.length;
    fields.bytes = buffer;
    fields.count = 0;
    this.#linesWithin = 0;
    let at = this.#start;
    for (;;) {
      // At the start of a field.
      if (quoted && at < end && buffer[at] === quote) {
        const close = this.#closingQuote(at, atEnd);
        if (close < 0) return close;
        at = close + 1;
      } else {
        const start = at;
        for (; at < end; at++) {
          const byte = buffer[at] as number;
          if (byte === lf || byte === cr) break;
          if (byte === first && (delimiterLength === 1 || this.#isDelimiter(at))) break;
        }
        if (at >= end && !atEnd) return incomplete;
        fields.add(start, at, 0);
      }
      fields.recordEnd = at;
      if (at >= end) return end;
      const byte = buffer[at] as number;
      if (byte === lf) return at + 1;
      if (byte === cr) {
        if (at + 1 >= end && !atEnd) return incomplete;
        return buffer[at + 1] === lf && at + 1 < end ? at + 2 : at + 1;
      }
      at += delimiterLength;
    }
  }

  #isDelimiter(at: number): boolean {
    const length = this.#delimiter.length;
    if (at + length > this.#end) return false;
    for (let i = 1; i < length; i++) if (this.#buffer[at + i] !== this.#delimiter[i]) return false;
    return true;
  }

  /** The closing mark of the field that opens at `open`, recorded as a field; `incomplete` or `broken` when there is none. */
  #closingQuote(open: number, atEnd: boolean): number {
    const buffer = this.#buffer;
    const end = this.#end;
    const withinLine = this.#budget <= 0;
    this.#openedAt = open;
    let escaped = false;
    let at = open + 1;
    for (; at < end; at++) {
      const byte = buffer[at] as number;
      if (byte === lf || (byte === cr && buffer[at + 1] !== lf)) {
        if (withinLine) break;
        this.#linesWithin++;
      }
      if (byte === backslash && this.#backslash) {
        escaped = true;
        at++;
        continue;
      }
      if (byte !== quote) continue;
      if (buffer[at + 1] === quote && at + 1 < end) {
        escaped = true;
        at++;
        continue;
      }
      if (at + this.#delimiter.length >= end && !atEnd) return incomplete;
      if (at + 1 < end && !this.#endsField(at + 1)) break;
      this.#fields.add(open + 1, at, escaped ? (this.#backslash ? 2 : 1) : 0);
      return at;
    }
    this.#followedTo = at;
    return at < end || atEnd ? broken : incomplete;
  }

  #endsField(at: number): boolean {
    const byte = this.#buffer[at];
    return byte === lf || byte === cr || (byte === this.#first && (this.#delimiter.length === 1 || this.#isDelimiter(at)));
  }
}
