import type { Checked, RejectionCode } from '#engine/dataset/importers/rules';
import { reasonText } from '#engine/dataset/importers/rules';
import type { Fields } from './fields';
import type { MissingMarks } from './missing-marks';
import { rejected, type Rejection } from './reject-log';

/** Unreadable cells of one column that count as missing. */
export interface UnreadableCells {
  readonly column: string;
  readonly given: number;
  readonly count: number;
  /** Of the first one. */
  readonly line: number;
  readonly reason: string;
}

/** A column of optional cells: unreadable cells are missing and counted. */
export class OptionalCell {
  #given = 0;
  #unreadable = 0;
  #line = 0;
  #reason = '';

  constructor(
    readonly column: string,
    readonly index: number,
    private readonly marks: MissingMarks,
    private readonly readCell: (fields: Fields, index: number) => number | Checked<number>,
  ) {}

  /** The cell's number; NaN where there is none. */
  read(fields: Fields): number {
    if (this.index < 0 || this.marks.isMissing(fields, this.index, true)) return NaN;
    this.#given++;
    const checked = this.readCell(fields, this.index);
    if (typeof checked === 'number') return checked;
    if ('value' in checked) return checked.value;
    this.#note(fields, checked.rejected);
    return NaN;
  }

  /** The cell's number, or the reason if a required cell is unreadable. */
  readOrReject(fields: Fields): number | Rejection {
    if (this.index < 0 || this.marks.isMissing(fields, this.index, true)) return NaN;
    const checked = this.readCell(fields, this.index);
    if (typeof checked === 'number') return checked;
    return 'value' in checked ? checked.value : rejected(this.column, checked.rejected, { value: fields.text(this.index) });
  }

  get problems(): UnreadableCells[] {
    if (this.#unreadable === 0) return [];
    return [{ column: this.column, given: this.#given, count: this.#unreadable, line: this.#line, reason: this.#reason }];
  }

  #note(fields: Fields, code: RejectionCode): void {
    if (this.#unreadable++ > 0) return;
    this.#line = fields.line;
    this.#reason = reasonText(code, { value: fields.text(this.index) });
  }
}
