import type { ImportRole, RowShapeId } from '#shared/schemas/dataset';

/** The table that a file's rows become. */
export interface ShapedTable {
  readonly columns: readonly string[];
  /** Fields that the shape itself determines. */
  readonly mapping: Readonly<Record<string, string>>;
  /** What the table is about, where the shape shows it. */
  readonly role?: ImportRole;
  /** Emits the table rows for one row of the file. */
  row(cells: readonly string[], emit: (row: readonly string[]) => void): void;
  /** Emits rows that are complete only at the end of the file. */
  end?(emit: (row: readonly string[]) => void): void;
  /** What the user should know after the last row. */
  notes?(): readonly string[];
}

export interface RowShape {
  readonly id: Exclude<RowShapeId, 'table'>;
  /** Description for the user of what the file looks like. */
  readonly label: string;
  /** Whether these are rows of this shape. `header`: the names of the columns, where the file has a header. */
  readonly fits: (rows: readonly (readonly string[])[], header: readonly string[] | undefined) => boolean;
  /** Rows of the file's sample that `open` needs; 200 by default. */
  readonly sampleRows?: number;
  /** The table's columns, given the file's own columns. */
  readonly open: (columns: readonly string[], rows: readonly (readonly string[])[]) => ShapedTable;
}
