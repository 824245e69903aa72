import type { RowShapeId } from '#shared/schemas/dataset';

/** The table that a file's rows become. */
export interface ShapedTable {
  readonly columns: readonly string[];
  /** Fields that the shape itself determines. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Emits the table rows for one row of the file. */
  row(cells: readonly string[], emit: (row: readonly string[]) => void): void;
}

export interface RowShape {
  readonly id: Exclude<RowShapeId, 'table'>;
  /** Description for the user of what the file looks like. */
  readonly label: string;
  /** Whether these are rows of this shape. `header`: the names of the columns, where the file has a header. */
  readonly fits: (rows: readonly (readonly string[])[], header: readonly string[] | undefined) => boolean;
  /** The table's columns, given the file's own columns. */
  readonly open: (columns: readonly string[], rows: readonly (readonly string[])[]) => ShapedTable;
}
