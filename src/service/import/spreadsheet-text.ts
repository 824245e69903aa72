import type { Fields } from './fields';

const [equals, quote] = [61, 34];

/** Strips ="…" from cells: spreadsheets write it to keep the zeros of 007. In a quoted cell the marks are doubled. */
export function unwrapSpreadsheetText(fields: Fields): void {
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
