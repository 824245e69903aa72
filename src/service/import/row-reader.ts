import { isUtf8 } from 'node:buffer';
import { throwIfCancelled } from '#engine/core/cancellation';
import { uniqueHeaders } from '#engine/dataset/importers/headers';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { RankLabError } from '#shared/errors';
import type { TaskContext } from '#engine/ports';
import type { Fields } from './fields';
import { JsonScanner } from './json-scanner';
import type { UnreadableCells } from './optional-cell';
import { RecordScanner } from './record-scanner';
import type { RowScanner, ScanProblem } from './row-scanner';
import { rejected, type Rejection, type RejectLog } from './reject-log';
import { ShapeSink } from './shape-sink';
import { isRulerLine, stripCellQuoting } from './cell-wraps';
import { tableName } from './sources/source-address';
import type { TextSource } from './text-source';

/** Handler of one file's rows. */
export interface RowHandler {
  /** Called with the column names, in order, before the first row. */
  begin(columns: readonly string[]): void;
  /** Accepts a row or returns the rejection. The fields are valid only during the call. */
  row(fields: Fields): Rejection | undefined;
  /** Unreadable optional cells. */
  problems(): UnreadableCells[];
}

export interface FileCount {
  readonly file: string;
  /** Rows below the header: accepted + rejected + left out. A quoted cell over several lines belongs to one row. */
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected rows that are errors of the file, duplicates excluded. */
  readonly faulty: number;
  readonly leftOut: number;
  readonly leftOutBecause: ReadonlyMap<string, number>;
  readonly unreadable: readonly UnreadableCells[];
}

interface ReadFile {
  readonly count: FileCount;
  readonly notes: readonly string[];
}

const sampleBytes = 400;

/**
 * Reads one file, yielding to the event loop after every block. `lineOffset` is added to line numbers (−1 for rows without a header in their source).
 * @throws IMPORT_FAILED when the header cannot be read or lacks a mapped column.
 */
export async function readRows(
  text: TextSource,
  spec: FileSpec,
  handler: RowHandler,
  rejects: RejectLog,
  context: TaskContext,
  lineOffset = 0,
): Promise<ReadFile> {
  const file = tableName(spec.file);
  const reader = new Reader(file, spec, handler, rejects, text.hasInvalidBytes, lineOffset);
  const report = (bytes: number): void => context.report?.(bytes / Math.max(1, text.bytes), `${file}: ${reader.accepted} rows`);
  for await (const block of text.blocks(report)) {
    reader.scanner.push(block);
    await rejects.flush();
    await new Promise(setImmediate);
    throwIfCancelled(context);
  }
  reader.finish();
  reader.requireHeader();
  return { count: reader.count(), notes: [...text.notes, ...reader.notes()].map((note) => `${file}: ${note}`) };
}

class Reader {
  readonly scanner: RowScanner;
  accepted = 0;
  #rejected = 0;
  #faulty = 0;
  readonly #leftOut = new Map<string, number>();
  readonly #shape: ShapeSink | undefined;
  #columns: readonly string[] | undefined;

  constructor(
    private readonly file: string,
    private readonly spec: FileSpec,
    private readonly handler: RowHandler,
    private readonly rejects: RejectLog,
    private readonly checkEncoding: boolean,
    private readonly lineOffset: number,
  ) {
    this.#shape = ShapeSink.around(this, spec);
    const sink = this.#shape ?? this;
    const { format } = spec;
    this.scanner =
      format.syntax === 'json' ? new JsonScanner(spec.shape?.source ?? format.columns ?? [], sink) : new RecordScanner(format, sink);
  }

  finish(): void {
    this.scanner.finish();
    this.#shape?.finish();
  }

  record(fields: Fields): void {
    if (!this.#columns) {
      this.#begin(fields);
      if (this.#hasHeader) return;
    }
    const { trailingDelimiter, wraps } = this.spec.format;
    if (trailingDelimiter && fields.count === this.scanner.expectedFields && fields.isEmpty(fields.count - 1)) fields.count--;
    if (wraps.printed && isRulerLine(fields)) return;
    stripCellQuoting(fields, wraps);
    const rejection = this.#unreadable(fields) ?? this.handler.row(fields);
    if (!rejection) this.accepted++;
    else if (rejection.isLeftOut === true) this.#leftOut.set(rejection.reason, (this.#leftOut.get(rejection.reason) ?? 0) + 1);
    else this.#reject(fields.line, rejection, fields.bytes, fields.recordStart, fields.recordEnd);
  }

  /** Rows of a shape come without the file's header. */
  get #hasHeader(): boolean {
    return this.spec.format.hasHeader && this.spec.shape === undefined;
  }

  count(): FileCount {
    const leftOut = [...this.#leftOut.values()].reduce((sum, count) => sum + count, 0);
    return {
      file: this.file,
      lines: this.accepted + this.#rejected + leftOut,
      accepted: this.accepted,
      rejected: this.#rejected,
      faulty: this.#faulty,
      leftOut,
      leftOutBecause: this.#leftOut,
      unreadable: this.handler.problems(),
    };
  }

  notes(): string[] {
    const ofShape = this.#shape?.notes ?? [];
    if (!(this.scanner instanceof JsonScanner)) return [...ofShape];
    return [
      ...ofShape,
      ...[...this.scanner.further].map(([field, count]) => `“${field}” is in ${count} rows that the sample did not contain; left out`),
    ];
  }

  reject(line: number, column: number, problem: ScanProblem, bytes: Buffer, start: number, end: number): void {
    if (this.spec.format.wraps.printed && isRulerLine({ bytes, recordStart: start, recordEnd: end })) return;
    // An empty line is no row.
    if (problem !== 'empty-line') this.#reject(line, this.#explain(problem, column, line), bytes, start, end);
  }

  /** A file in which every line is broken has no header. */
  requireHeader(): void {
    if (this.#columns) return;
    throw new RankLabError('IMPORT_FAILED', `${this.file} has no readable ${this.spec.format.hasHeader ? 'header' : 'row'}`, {
      place: this.file,
      remedy: 'Check that this is the right file, and its delimiter.',
    });
  }

  #begin(fields: Fields): void {
    const { format, shape } = this.spec;
    const cells = Array.from({ length: fields.count }, (_, i) => fields.text(i));
    const { trailingDelimiter } = format;
    const found = this.#hasHeader ? uniqueHeaders(cells).names : cells.map((_, i) => `column ${i + 1}`);
    this.#columns = format.columns ?? found;
    for (const column of Object.values(this.spec.mapping)) {
      if (this.#columns.includes(column)) continue;
      const names = this.#columns.slice(0, 30).join(', ');
      throw new RankLabError('IMPORT_FAILED', `${this.file} has no column “${column}”; it has ${names}`, {
        place: `${this.file}:${fields.line + this.lineOffset}`,
        value: column,
        remedy: 'Check the delimiter and the mapping of the columns.',
      });
    }
    const written = this.#columns.length + (trailingDelimiter ? 1 : 0);
    // Source rows of a shape may have any number of cells; table rows all have the same number.
    this.scanner.expectedFields = shape ? 0 : written;
    this.handler.begin(this.#columns);
    if (!this.#hasHeader && fields.count !== written && fields.count !== this.#columns.length) {
      throw new RankLabError('IMPORT_FAILED', `${this.file} has ${fields.count} columns where ${this.#columns.length} are expected`, {
        place: `${this.file}:${fields.line + this.lineOffset}`,
        remedy: 'Check that this is the right file, and its delimiter.',
      });
    }
  }

  #unreadable(fields: Fields): Rejection | undefined {
    if (fields.mayHoldNul) {
      const at = fields.bytes.indexOf(0, fields.recordStart);
      if (at >= 0 && at < fields.recordEnd) return rejected(this.#columnAt(fields, at), 'nul-character');
    }
    if (this.checkEncoding && !isUtf8(fields.bytes.subarray(fields.recordStart, fields.recordEnd))) {
      const bad = Array.from({ length: fields.count }, (_, i) => i).find(
        (i) => !isUtf8(fields.bytes.subarray(fields.starts[i], fields.ends[i])),
      );
      return rejected(this.#name(bad ?? -1), 'bad-encoding');
    }
    return undefined;
  }

  #explain(problem: Exclude<ScanProblem, 'empty-line'>, column: number, line: number): Rejection {
    switch (problem) {
      case 'no-object':
        return { column: '', reason: 'no JSON object' };
      case 'line-too-long':
        return { column: '', reason: 'line of more than 32 MB, or a quotation mark that is never closed' };
      case 'unterminated-quote':
        return rejected(this.#name(column), problem, { line: line + this.lineOffset });
      case 'too-few-columns':
      case 'too-many-columns':
        return rejected(this.#name(column), problem);
    }
  }

  #reject(line: number, rejection: Rejection, bytes: Buffer, start: number, end: number): void {
    this.#rejected++;
    if (rejection.isRepetition !== true) this.#faulty++;
    const sample = bytes.toString('utf8', start, Math.min(end, start + sampleBytes));
    this.rejects.add(this.file, line + this.lineOffset, rejection, sample);
  }

  #name(column: number): string {
    return this.#columns?.[column] ?? (column < 0 ? '' : `column ${column + 1}`);
  }

  #columnAt(fields: Fields, at: number): string {
    let column = 0;
    while (column + 1 < fields.count && (fields.starts[column + 1] as number) <= at) column++;
    return this.#name(column);
  }
}
