import type { CellWraps } from '#engine/dataset/importers/dialect/cell-wraps';
import type { Fields } from './fields';

const [equals, quote, apostrophe, blank, tab] = [61, 34, 39, 32, 9];
const rulerSigns = new Set([...' \t-+:|'].map((sign) => sign.charCodeAt(0)));
const dash = 45;

/** Takes away what stands around the cells. */
export function stripCellQuoting(fields: Fields, { spreadsheetText, apostrophes, printed }: CellWraps): void {
  if (printed) trimCells(fields);
  if (spreadsheetText) unwrapSpreadsheetText(fields);
  if (apostrophes) unwrapApostrophes(fields);
}

/** Whether the line is that of dashes below the header of a printed table. */
export function isRulerLine({ bytes, recordStart, recordEnd }: Pick<Fields, 'bytes' | 'recordStart' | 'recordEnd'>): boolean {
  let dashes = 0;
  for (let at = recordStart; at < recordEnd; at++) {
    const sign = bytes[at] as number;
    if (!rulerSigns.has(sign) && sign !== 13 && sign !== 10) return false;
    if (sign === dash) dashes++;
  }
  return dashes > 1;
}

function trimCells({ bytes, starts, ends, count }: Fields): void {
  const isBlank = (at: number): boolean => bytes[at] === blank || bytes[at] === tab;
  for (let index = 0; index < count; index++) {
    let [start, end] = [starts[index] as number, ends[index] as number];
    while (start < end && isBlank(start)) start++;
    while (end > start && isBlank(end - 1)) end--;
    starts[index] = start;
    ends[index] = end;
  }
}

/** Strips ="…" from cells: spreadsheets write it to keep the zeros of 007. In a quoted cell the marks are doubled. */
function unwrapSpreadsheetText(fields: Fields): void {
  const { bytes, starts, ends, escaped } = fields;
  for (let index = 0; index < fields.count; index++) {
    const start = starts[index] as number;
    const end = ends[index] as number;
    if (bytes[start] !== equals || bytes[start + 1] !== quote || bytes[end - 1] !== quote) continue;
    const marks = escaped[index] === 0 ? 1 : 2;
    if (end - start < 1 + 2 * marks) continue;
    starts[index] = start + 1 + marks;
    ends[index] = end - marks;
  }
}

function unwrapApostrophes({ bytes, starts, ends, count }: Fields): void {
  for (let index = 0; index < count; index++) {
    const [start, end] = [starts[index] as number, ends[index] as number];
    if (end - start < 2 || bytes[start] !== apostrophe || bytes[end - 1] !== apostrophe) continue;
    starts[index] = start + 1;
    ends[index] = end - 1;
  }
}
