import { bareFormula } from '#engine/dataset/csv-cells';
import { importLimits, type RejectionCode } from '#engine/dataset/importers/rules';
import type { ByteTable } from './byte-table';
import type { Fields } from './fields';

const apostrophe = 39;
const blank = 32;

/** Why field `index` is no id, or undefined. Ids are taken as they are, blanks included; only blanks are none. */
export function idProblem(fields: Fields, index: number, missing: RejectionCode): RejectionCode | undefined {
  const start = fields.starts[index] as number;
  const end = fields.ends[index] as number;
  // A character takes at least a byte and at most three per UTF-16 unit.
  if (end - start > importLimits.idCharacters && fields.text(index).length > importLimits.idCharacters) return 'id-too-long';
  for (let at = start; at < end; at++) if ((fields.bytes[at] as number) > blank) return undefined;
  return missing;
}

/** The id's code in `table`; with `add`, a new one when it has none, otherwise −1. */
export function idCode(table: ByteTable, fields: Fields, index: number, inertFormulas: boolean, add: boolean): number {
  const start = fields.starts[index] as number;
  const end = fields.ends[index] as number;
  if (fields.escaped[index] === 1 || (inertFormulas && fields.bytes[start] === apostrophe)) {
    const text = fields.text(index);
    const bytes = Buffer.from(inertFormulas ? bareFormula(text) : text);
    return add ? table.add(bytes, 0, bytes.length) : table.find(bytes, 0, bytes.length);
  }
  return add ? table.add(fields.bytes, start, end) : table.find(fields.bytes, start, end);
}
