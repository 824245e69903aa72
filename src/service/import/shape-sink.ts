import type { FileSpec } from '#engine/dataset/importers/plan';
import { rowShape } from '#engine/dataset/importers/shapes/registry';
import type { ShapedTable } from '#engine/dataset/importers/shapes/shape';
import { Fields } from './fields';
import type { RecordSink, ScanProblem } from './row-scanner';

/** Converts a file's rows into rows of the table. */
export class ShapeSink implements RecordSink {
  readonly #fields = new Fields();
  #skipHeader: boolean;

  private constructor(
    private readonly table: ShapedTable,
    hasHeader: boolean,
    private readonly sink: RecordSink,
  ) {
    this.#skipHeader = hasHeader;
  }

  /** Undefined if the rows are already those of the table. */
  static around(sink: RecordSink, { shape, format }: FileSpec): ShapeSink | undefined {
    const known = rowShape(shape?.id);
    return shape && known ? new ShapeSink(known.open(shape.source, shape.sample), format.hasHeader, sink) : undefined;
  }

  /** Rows that are complete only now; call it after the last record. */
  finish(): void {
    this.table.end?.((row) => this.#emit(row, 0));
  }

  get notes(): readonly string[] {
    return this.table.notes?.() ?? [];
  }

  record(fields: Fields): void {
    if (this.#skipHeader) {
      this.#skipHeader = false;
      return;
    }
    const cells = Array.from({ length: fields.count }, (_, index) => fields.text(index));
    this.table.row(cells, (row) => this.#emit(row, fields.line));
  }

  #emit(row: readonly string[], line: number): void {
    this.#fields.setTexts(row, line);
    this.sink.record(this.#fields);
  }

  reject(line: number, column: number, problem: ScanProblem, bytes: Buffer, start: number, end: number): void {
    this.sink.reject(line, column, problem, bytes, start, end);
  }
}
