import { multiLabelColumn } from '#engine/core/containers/label-columns';
import { furtherCell, rowCount } from '#engine/dataset/further-columns';
import type { FurtherColumn } from '#engine/model/dataset';
import { ByteTable } from './byte-table';

/** A further column as an import fills it, cell by cell and in any order of rows. */
export class FurtherCells {
  readonly #labels = new ByteTable();
  #values: Float64Array;
  #lists: (readonly string[] | undefined)[] = [];

  constructor(
    readonly type: FurtherColumn['type'],
    existing?: FurtherColumn,
  ) {
    this.#values = new Float64Array(1024).fill(NaN);
    if (!existing) return;
    for (let row = rowCount(existing) - 1; row >= 0; row--) this.#copyCell(row, existing);
  }

  /** A number, milliseconds or 0/1; NaN: not given. */
  setNumber(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = new Float64Array(Math.max(row + 1, 2 * this.#values.length)).fill(NaN);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }

  setText(row: number, text: string): void {
    this.setNumber(row, text === '' ? NaN : this.#labels.addText(text));
  }

  /** As `setText`, without a string for every cell. */
  setBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.setNumber(row, start === end ? NaN : this.#labels.add(bytes, start, end));
  }

  setList(row: number, labels: readonly string[]): void {
    this.#lists[row] = labels;
  }

  get labelCount(): number {
    return this.#labels.size;
  }

  /** The filled column, for `count` rows. */
  column(count: number): FurtherColumn {
    if (this.type === 'labels') return { type: 'labels', ...multiLabelColumn(Array.from({ length: count }, (_, row) => this.#lists[row])) };
    if (count > this.#values.length) this.setNumber(count - 1, NaN);
    const values = this.#values.slice(0, count);
    if (this.type !== 'text') return { type: this.type, values };
    return { type: 'text', labels: this.#labels.texts(), codes: Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : code)) };
  }

  /** An earlier column of the same name with another type is converted to text. */
  #copyCell(row: number, existing: FurtherColumn): void {
    if (this.type === existing.type && 'values' in existing) return this.setNumber(row, existing.values[row] ?? NaN);
    const cell = furtherCell(existing, row);
    if (this.type === 'labels') this.setList(row, Array.isArray(cell) ? (cell as string[]) : cell === null ? [] : [String(cell)]);
    else if (cell !== null) this.setText(row, Array.isArray(cell) ? cell.join('|') : String(cell));
  }
}

/** The further columns of one table, by name. */
export class FurtherTable {
  readonly #cells = new Map<string, FurtherCells>();

  takeOver(columns: Readonly<Record<string, FurtherColumn>>): void {
    for (const [name, column] of Object.entries(columns)) this.#cells.set(name, new FurtherCells(column.type, column));
  }

  /** The column to fill. If existing data of the name has another type, both become text; `count`: rows so far. */
  open(name: string, type: FurtherColumn['type'], count: number): FurtherCells {
    const known = this.#cells.get(name);
    if (known?.type === type) return known;
    const cells = known ? new FurtherCells(type === 'labels' ? 'labels' : 'text', known.column(count)) : new FurtherCells(type);
    this.#cells.set(name, cells);
    return cells;
  }

  columns(count: number): Record<string, FurtherColumn> {
    return Object.fromEntries([...this.#cells].map(([name, cells]) => [name, cells.column(count)]));
  }
}
