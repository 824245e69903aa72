import { RankLabError } from '#shared/errors';
import { isRunNumber, ranges } from '#shared/schemas/ranges';
import { ByteTable } from '../byte-table';
import { plainDecimal } from '../cell-numbers';
import { Growable } from '../growable';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const point = 46;
const maxRows = 200_000_000;

/** Collects a run line by line, column-wise. Values of one line are given before `endLine`. */
export class RunBuilder {
  readonly users = new ByteTable();
  readonly items = new ByteTable();
  readonly userCodes = new Growable(Int32Array);
  readonly itemCodes = new Growable(Int32Array);
  readonly scores = new Growable(Float64Array);
  readonly ranks = new Growable(Float64Array);
  readonly #columns = new Map<string, Growable<Float64Array>>();
  /** Further columns that hold text. */
  readonly textColumns = new Set<string>();

  constructor(readonly file: string) {}

  get size(): number {
    return this.itemCodes.length;
  }

  /** @throws IMPORT_FAILED for an empty id. */
  user(bytes: Uint8Array, start: number, end: number, line: number): void {
    this.userCodes.push(this.users.add(bytes, start, this.#notEmpty(start, end, 'user', line)));
  }

  item(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (this.size >= maxRows) throw this.failed(line, `more than ${maxRows} lines`, 'Divide the run into several');
    this.itemCodes.push(this.items.add(bytes, start, this.#notEmpty(start, end, 'item', line)));
  }

  /** @throws IMPORT_FAILED unless the cell is a finite number that can be squared and summed. */
  number(role: 'rank' | 'score', bytes: Buffer, start: number, end: number, line: number): void {
    const value = numberIn(bytes, start, end);
    if (!Number.isFinite(value)) {
      const cell = bytes.toString('utf8', start, Math.min(end, start + 60));
      throw this.failed(line, `the ${role} “${cell}” is not a finite number`, `Write every ${role} as a decimal number`, cell);
    }
    this.#requireRange(value, role, line);
    (role === 'rank' ? this.ranks : this.scores).push(value);
  }

  #requireRange(value: number, column: string, line: number): void {
    if (isRunNumber(value) || Number.isNaN(value)) return;
    const { maximum } = ranges.runNumber;
    throw this.failed(line, `the ${column} ${value} is outside ±${maximum}`, `Rescale the ${column} of every line`, String(value));
  }

  /** A further cell; a column with a non-numeric cell is text, and not kept. */
  other(name: string, value: number, isText: boolean, line: number): void {
    if (this.textColumns.has(name)) return;
    if (isText) {
      this.textColumns.add(name);
      this.#columns.delete(name);
      return;
    }
    this.#requireRange(value, name, line);
    let column = this.#columns.get(name);
    if (!column) this.#columns.set(name, (column = new Growable(Float64Array)));
    // JSON lines may lack this cell.
    while (column.length < this.size - 1) column.push(NaN);
    column.push(value);
  }

  /** Further numeric columns, each as long as the run. Columns without any number are left out. */
  columns(): Record<string, Float64Array> {
    const columns: Record<string, Float64Array> = {};
    for (const [name, column] of this.#columns) {
      while (column.length < this.size) column.push(NaN);
      const values = column.values();
      if (values.some((value) => !Number.isNaN(value))) columns[name] = values;
    }
    return columns;
  }

  failed(line: number, what: string, remedy: string, value?: string): RankLabError {
    const place = `${this.file}:${line}`;
    return new RankLabError('IMPORT_FAILED', `${place}: ${what}`, { place, remedy, ...(value !== undefined && { value }) });
  }

  #notEmpty(start: number, end: number, noun: string, line: number): number {
    if (end > start) return end;
    throw this.failed(line, `the ${noun} is empty`, `Give every line a ${noun}`);
  }
}

/** The number in bytes[start, end); NaN for everything else. Exact: a number written in full precision is read back unchanged. */
export function numberIn(bytes: Buffer, start: number, end: number): number {
  const quick = plainDecimal(bytes, start, end, point);
  if (!Number.isNaN(quick)) return quick;
  const text = bytes.toString('latin1', start, end).trim();
  return decimal.test(text) ? Number(text) : NaN;
}
