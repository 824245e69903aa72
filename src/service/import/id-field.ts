import { bareFormula } from '#engine/dataset/csv-cells';
import { importLimits } from '#engine/dataset/importers/limits';
import type { ImportPlan } from '#engine/dataset/importers/plan';
import type { RejectionCode } from '#engine/dataset/importers/rules';
import type { ByteTable } from './byte-table';
import type { Fields } from './fields';
import type { MissingMarks } from './missing-marks';
import { leftOut, rejected, type Rejection } from './reject-log';

const apostrophe = 39;
const blank = 32;

/** Why field `index` is not an id, or undefined. Ids are kept unchanged, blanks included; a blank cell is not an id. */
function idProblem(fields: Fields, index: number, missing: RejectionCode): RejectionCode | undefined {
  const start = fields.starts[index] as number;
  const end = fields.ends[index] as number;
  // A character takes at least a byte and at most three per UTF-16 unit.
  if (end - start > importLimits.idCharacters && fields.text(index).length > importLimits.idCharacters) return 'id-too-long';
  for (let at = start; at < end; at++) if ((fields.bytes[at] as number) > blank) return undefined;
  return missing;
}

/** How a column of ids is read: which cells are missing, and which ids are equal. */
export class IdField {
  readonly #sameIds: ImportPlan['sameIds'];

  constructor(
    readonly column: string,
    readonly index: number,
    private readonly missing: 'missing-user' | 'missing-video',
    private readonly marks: MissingMarks,
    private readonly inertFormulas: boolean,
    sameIds: ImportPlan['sameIds'] = [],
  ) {
    this.#sameIds = sameIds;
  }

  /** A row without an id is rejected; a row whose cell marks a missing id is left out. */
  problem(fields: Fields): Rejection | undefined {
    const problem = idProblem(fields, this.index, this.missing);
    if (problem) return rejected(this.column, problem);
    if (!this.marks.isMissing(fields, this.index, true)) return undefined;
    return leftOut(this.missing === 'missing-user' ? 'the user is NULL or similar' : 'the video is NULL or similar');
  }

  /** The id's code in `table`; with `add`, a new one when it has none, otherwise −1. */
  codeIn(table: ByteTable, fields: Fields, add: boolean): number {
    const start = fields.starts[this.index] as number;
    const end = fields.ends[this.index] as number;
    if (this.#sameIds.length > 0 || fields.escaped[this.index] !== 0 || (this.inertFormulas && fields.bytes[start] === apostrophe)) {
      const bytes = Buffer.from(this.#text(fields));
      return add ? table.add(bytes, 0, bytes.length) : table.find(bytes, 0, bytes.length);
    }
    return add ? table.add(fields.bytes, start, end) : table.find(fields.bytes, start, end);
  }

  #text(fields: Fields): string {
    const text = fields.text(this.index);
    return sameId(this.inertFormulas ? bareFormula(text) : text, this.#sameIds);
  }
}

/** The normalised form for comparing ids that differ only in ignored ways. */
export function sameId(id: string, forms: ImportPlan['sameIds']): string {
  let same = forms.includes('blanks') ? id.trim() : id;
  if (forms.includes('decimals')) same = same.replace(/^(\s*[+-]?\d+)\.0+(\s*)$/, '$1$2');
  return forms.includes('accents') ? same.normalize('NFC') : same;
}
