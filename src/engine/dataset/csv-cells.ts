/** Text that a spreadsheet would take for a formula, after the blanks and quotes that it skips. */
const formula = /^[\s'"]*[=+\-@＝＋－＠]|^[\s'"]*[\t\r\n]/;
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const startsFormula = (text: string): boolean => formula.test(text) && !plainNumber.test(text);

/**
 * Makes a text cell inert in spreadsheets by a leading apostrophe where it would start a formula; numbers stay numbers.
 * `bareFormula` is the inverse: bareFormula(inertFormula(text)) equals text, for every text.
 */
export const inertFormula = (text: string): string => (startsFormula(text) ? `'${text}` : text);

export const bareFormula = (cell: string): string => (cell.startsWith("'") && startsFormula(cell.slice(1)) ? cell.slice(1) : cell);

const needsQuotes = /[",\r\n]|^\s|\s$/;

/** One text cell: formulas inert, quoted where the format asks for it. The empty text is `""`; an empty cell means "not given". */
export function textCell(text: string): string {
  const inert = text === '' ? '' : inertFormula(text);
  return needsQuotes.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Shortest decimal text that reads back as the same number; empty for NaN. */
export const numberCell = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** Joins several values into one cell, separated by `|`; a `|` or `\` inside a value is escaped with `\`. */
export const joinValues = (values: readonly string[]): string => values.map((value) => value.replace(/[\\|]/g, '\\$&')).join('|');

/** The reverse of `joinValues`. Values come back untrimmed; an empty cell holds none. */
export function splitValues(cell: string, separator = '|'): string[] {
  if (cell === '') return [];
  if (!cell.includes('\\')) return cell.split(separator);
  const values: string[] = [];
  let value = '';
  for (let i = 0; i < cell.length; i++) {
    if (cell[i] === '\\' && i + 1 < cell.length) value += cell[++i];
    else if (cell[i] === separator) {
      values.push(value);
      value = '';
    } else value += cell[i];
  }
  values.push(value);
  return values;
}
