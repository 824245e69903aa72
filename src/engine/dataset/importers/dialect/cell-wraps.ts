/** What stands around every cell of a file and does not belong to it. */
export interface CellWraps {
  /** Cells are written ="007", as spreadsheets keep zeros. */
  readonly spreadsheetText: boolean;
  /** Texts are in apostrophes: 'u1'. */
  readonly apostrophes: boolean;
  /** A table printed for reading: cells are padded with blanks, and a line of dashes is below the header. */
  readonly printed: boolean;
}

const spreadsheetCell = /^="([^"]*)"$/;
const apostropheCell = /^'([^']*)'$/;
const numberCell = /^[+-]?[\d.,]*$/;
/** `---`, `:--:` or `---+---`. */
const rulerCell = /^\s*:?-[-+:|\s]*$/;

/** Whether a record is the line below the header of a printed table. */
export const isRuler = (record: readonly string[]): boolean =>
  record.some((cell) => /--|:-|-:/.test(cell)) && record.every((cell) => cell.trim() === '' || rulerCell.test(cell));

export function detectWraps(header: readonly string[] | undefined, rows: readonly (readonly string[])[]): CellWraps {
  const judged = rows.slice(0, 2_000);
  const cells = [...judged, ...(header ? [header] : [])].flat();
  const inApostrophes = cells.filter((cell) => apostropheCell.test(cell)).length;
  return {
    spreadsheetText: rows.some((row) => row.some((cell) => spreadsheetCell.test(cell))),
    apostrophes: inApostrophes > 1 && cells.every((cell) => apostropheCell.test(cell) || numberCell.test(cell)),
    printed: header !== undefined && rows.length > 0 && isRuler(rows[0]),
  };
}

/** A cell without what stands around it. */
export function unwrapped(cell: string, { spreadsheetText, apostrophes, printed }: CellWraps): string {
  const bare = printed ? cell.trim() : cell;
  const text = spreadsheetText ? (spreadsheetCell.exec(bare)?.[1] ?? bare) : bare;
  return apostrophes ? (apostropheCell.exec(text)?.[1] ?? text) : text;
}
