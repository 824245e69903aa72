import type { Fields } from './fields';

/** A scanned record; offsets are into `bytes`, valid only during the call. */
export interface RecordSink {
  record(fields: Fields): void;
  /** A line that is not a row; bytes[start, end) holds it or its beginning. `column` is 0-based, −1 if no column is at fault. */
  reject(line: number, column: number, problem: ScanProblem, bytes: Buffer, start: number, end: number): void;
}

export type ScanProblem = 'unterminated-quote' | 'too-few-columns' | 'too-many-columns' | 'empty-line' | 'line-too-long' | 'no-object';

export interface ScannerFormat {
  readonly delimiter: string;
  /** How a quotation mark is written within quotes; `none`: quotation marks are ordinary characters. */
  readonly quotes: 'double' | 'backslash' | 'none';
  /** Lines before the table. */
  readonly skipLines?: number;
  /** What begins a line that is a comment. */
  readonly comment?: string;
}

/** Splits blocks of text into records. */
export interface RowScanner {
  push(block: Uint8Array): void;
  finish(): void;
  /** Set after the header; 0: any number. */
  expectedFields: number;
}
