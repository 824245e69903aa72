import type { RowShape } from './shape';

const shownPattern = /^\S+-[01](\s+\S+-[01])*$/;
const impressionColumn = (rows: readonly (readonly string[])[]): number => {
  const width = rows[0]?.length ?? 0;
  for (let column = width - 1; column >= 0; column--) {
    const filledCells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    // A single id that ends in -1 is an ordinary id; an impression list has several.
    const pages = filledCells.filter((cell) => cell.includes(' ')).length;
    if (pages > 0 && 2 * pages >= filledCells.length && filledCells.every((cell) => shownPattern.test(cell))) return column;
  }
  return -1;
};

/**
 * One row per page shown, its videos as `N1-1 N2-0` (clicked or not), as in MIND. Every click becomes a row, with its position on
 * the page and the videos shown beside it that were not clicked.
 */
export const impressions: RowShape = {
  id: 'impressions',
  label: 'pages that were shown: N1-1 was clicked, N2-0 was not',
  fits: (rows) => rows.length > 0 && impressionColumn(rows) >= 0,
  open: (columns, rows) => {
    const at = impressionColumn(rows);
    const others = columns.filter((_, column) => column !== at);
    return {
      columns: [...others, 'video', 'position', 'shown'],
      mapping: { video: 'video' },
      row: (cells, emit) => {
        const page = (cells[at] ?? '').split(/\s+/).filter((entry) => entry !== '');
        const ids = page.map((entry) => entry.replace(/-[01]$/, ''));
        const skipped = JSON.stringify(ids.filter((_, place) => page[place].endsWith('-0')));
        const kept = cells.filter((_, column) => column !== at);
        page.forEach((entry, place) => {
          if (entry.endsWith('-1')) emit([...kept, ids[place], String(place + 1), skipped]);
        });
      },
    };
  },
};
