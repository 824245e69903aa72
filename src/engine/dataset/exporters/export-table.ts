/** A table to export, the common input of every format. */
export type ExportTableId = 'users' | 'videos' | 'interactions' | 'vectors' | 'user-factors' | 'video-factors';

/** null: not given. */
export type ExportCell = string | number | boolean | readonly string[] | Float32Array | null;

export interface ExportColumn {
  /** The header under which the preset `ranklab` reads it back. */
  readonly header: string;
  /** Display name. */
  readonly name: string;
  /** `time`: milliseconds since 1970; `labels`: several texts; `vector`: numbers, the same count in every row. */
  readonly type: 'text' | 'number' | 'time' | 'boolean' | 'labels' | 'vector';
  /** Every value is a whole number or not given. */
  readonly isWhole?: boolean;
  readonly cell: (row: number) => ExportCell;
}

export interface ExportTable {
  readonly id: ExportTableId;
  readonly columns: readonly ExportColumn[];
  readonly count: number;
}

const rowsPerChunk = 4096;

/** Text of all rows in pieces, each of whole lines. */
export function* textChunks(count: number, line: (row: number) => string, head = ''): Generator<string> {
  if (head !== '') yield head;
  for (let from = 0; from < count; from += rowsPerChunk) {
    let text = '';
    for (let row = from; row < Math.min(count, from + rowsPerChunk); row++) text += `${line(row)}\n`;
    yield text;
  }
}

/** The number of `textChunks` pieces for a table with a head; progress is counted in these. */
export const chunkCount = (rows: number): number => Math.ceil(rows / rowsPerChunk) + 1;

/** The shortest decimal that gives the same 32-bit number. */
export function shortFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
