import type { CategoricalColumn, MultiLabelColumn } from '#engine/model/dataset';

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

/**
 * Renumbers labels in order of first appearance and drops the unused ones, so that equal contents have equal codes
 * however the column was made. Codes below 0 stay −1. Returns the same arrays when nothing changes.
 */
export function canonicalCodes<Codes extends Int32Array | Uint8Array>(
  labels: readonly string[],
  codes: Codes,
): { labels: readonly string[]; codes: Codes } {
  const renumbered = new Int32Array(labels.length).fill(-1);
  const order: number[] = [];
  let unchanged = true;
  for (const code of codes) {
    if (code < 0 || renumbered[code] !== -1) continue;
    renumbered[code] = order.length;
    unchanged &&= code === order.length;
    order.push(code);
    if (order.length === labels.length) break;
  }
  if (unchanged && order.length === labels.length) return { labels, codes };
  return {
    labels: order.map((code) => labels[code]),
    codes: codes.map((code: number) => (code < 0 ? -1 : renumbered[code])) as Codes,
  };
}
