import { bareFormula } from '#engine/dataset/csv-cells';
import { readList } from '#engine/dataset/importers/formats/lists';
import type { FileSpec, KeptColumn } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/limits';
import { numberField, timestampField } from './cell-numbers';
import { plainText } from './entities';
import type { Fields } from './fields';
import type { FurtherCells, FurtherTable } from './further-cells';
import type { MissingMarks } from './missing-marks';
import { OptionalCell, type UnreadableCells } from './optional-cell';

/** A column with more distinct texts than this is dropped: it would be a second copy of the file in memory. */
const maxLabels = 2_000_000;

/** Fills the columns that a file has beside the mapped ones. */
export class KeptCells {
  readonly #writers: readonly KeptCell[];

  constructor(spec: FileSpec, columns: readonly string[], table: FurtherTable, rowCount: number, marks: MissingMarks) {
    this.#writers = spec.kept.map(
      (kept) => new KeptCell(kept, columns.indexOf(kept.column), table.open(kept.name, kept.type, rowCount), spec, marks),
    );
  }

  get isEmpty(): boolean {
    return this.#writers.length === 0;
  }

  /** `onlyGiven`: missing cells leave what an earlier row said. */
  write(row: number, fields: Fields, onlyGiven = false): void {
    for (const writer of this.#writers) if (!onlyGiven || writer.isGiven(fields)) writer.write(row, fields);
  }

  get problems(): UnreadableCells[] {
    return this.#writers.flatMap(({ problems }) => problems);
  }
}

class KeptCell {
  readonly #number: OptionalCell | undefined;

  constructor(
    private readonly kept: KeptColumn,
    private readonly index: number,
    private readonly cells: FurtherCells,
    private readonly spec: FileSpec,
    private readonly marks: MissingMarks,
  ) {
    const { type, column, timestampUnit, numbers } = kept;
    if (type === 'number') this.#number = new OptionalCell(column, index, marks, (fields, at) => numberField(fields, at, numbers));
    else if (type === 'date')
      this.#number = new OptionalCell(column, index, marks, (fields, at) => timestampField(fields, at, timestampUnit));
    else if (type === 'boolean') this.#number = new OptionalCell(column, index, marks, (fields, at) => truth(fields.text(at)));
  }

  isGiven(fields: Fields): boolean {
    return !this.marks.isMissing(fields, this.index, false);
  }

  write(row: number, fields: Fields): void {
    const { cells, index } = this;
    // A column that was carried over with another type is text here.
    if (this.#number && cells.type === this.kept.type) return cells.setNumber(row, this.#number.read(fields));
    if (this.marks.isMissing(fields, index, false)) return cells.type === 'labels' ? cells.setList(row, []) : cells.setText(row, '');
    if (cells.type === 'labels') return cells.setList(row, readList(this.#text(fields), this.kept.lists));
    if (cells.labelCount > maxLabels) return cells.setText(row, '');
    const [start, end] = [fields.starts[index] as number, fields.ends[index] as number];
    const isPlain =
      fields.escaped[index] === 0 && !this.spec.inertFormulas && !this.spec.entities && end - start <= importLimits.textCharacters;
    if (isPlain) cells.setBytes(row, fields.bytes, start, end);
    else cells.setText(row, this.#text(fields));
  }

  get problems(): UnreadableCells[] {
    return this.#number?.problems ?? [];
  }

  #text(fields: Fields): string {
    const text = fields.text(this.index).slice(0, importLimits.textCharacters);
    const plain = this.spec.entities ? plainText(text) : text;
    return this.spec.inertFormulas ? bareFormula(plain) : plain;
  }
}

/** Spreadsheets write true and false in their own language. */
const truth = (text: string): number | { readonly rejected: 'not-a-number' } => {
  const word = text.trim().toLowerCase();
  if (['1', 'true', 'yes', 't', 'y', '1.0', 'wahr', 'vrai', 'verdadero', 'vero'].includes(word)) return 1;
  return ['0', 'false', 'no', 'f', 'n', '0.0', 'falsch', 'faux', 'falso'].includes(word) ? 0 : { rejected: 'not-a-number' };
};
