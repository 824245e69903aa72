import type { CategoricalColumn, MultiLabelColumn } from '../../model/dataset';

/** A cell that may hold no label: null, undefined and the empty text all mean "not given". */
export type LabelCell = string | null | undefined;

class LabelTable {
  readonly labels: string[] = [];
  readonly #codes = new Map<string, number>();

  codeOf(label: string): number {
    const known = this.#codes.get(label);
    if (known !== undefined) return known;
    const code = this.labels.length;
    this.#codes.set(label, code);
    this.labels.push(label);
    return code;
  }
}

/** One label per row; labels are numbered in order of first appearance. */
export function categoricalColumn(cells: ArrayLike<LabelCell>): CategoricalColumn {
  const table = new LabelTable();
  const codes = new Int32Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    codes[row] = cell === null || cell === undefined || cell === '' ? -1 : table.codeOf(cell);
  }
  return { labels: table.labels, codes };
}

/** Any number of labels per row; empty labels and repetitions within a row are dropped, the first one stays primary. */
export function multiLabelColumn(rows: ArrayLike<readonly string[] | null | undefined>): MultiLabelColumn {
  const table = new LabelTable();
  const offsets = new Int32Array(rows.length + 1);
  const codes: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const start = codes.length;
    for (const label of rows[row] ?? []) {
      if (label === '') continue;
      const code = table.codeOf(label);
      if (!codes.includes(code, start)) codes.push(code);
    }
    offsets[row + 1] = codes.length;
  }
  return { labels: table.labels, offsets, codes: Int32Array.from(codes) };
}

/** The labels of one row, the primary one first. */
export const labelsAt = ({ labels, offsets, codes }: MultiLabelColumn, row: number): string[] =>
  Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => labels[code]);
