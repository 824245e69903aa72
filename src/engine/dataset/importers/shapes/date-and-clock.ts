import { clockMs } from '../formats/calendar';
import type { RowShape } from './shape';

const dayPattern = /^(\d{4}[-/]\d{2}[-/]\d{2}|\d{8}|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{1,2}-[A-Za-z]{3}-\d{4})$/;
const dayName = /date|day|datum|tag|fecha|jour|dia|data/i;
const clockName = /time|clock|hour|uhr|zeit|heure|hora|ora/i;
/** A length is written like a time of day. */
const lengthName = /duration|length|runtime|watch|dwell|dauer/i;

const isClock = (cell: string): boolean => cell.includes(':') && !Number.isNaN(clockMs(cell));

/** The columns with a day and with a time of day; undefined unless the file has exactly one of each, by names and cells. */
function dayAndClock(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly day: number; readonly clock: number } | undefined {
  const all = (column: number, fits: (cell: string) => boolean): boolean => {
    const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every(fits);
  };
  const days = header.flatMap((name, column) => (dayName.test(name) && all(column, (cell) => dayPattern.test(cell)) ? [column] : []));
  const clocks = header.flatMap((name, column) => (clockName.test(name) && !lengthName.test(name) && all(column, isClock) ? [column] : []));
  return days.length === 1 && clocks.length === 1 ? { day: days[0], clock: clocks[0] } : undefined;
}

/** 20240301 as 2024-03-01, so that a time of day can follow. */
const spelled = (day: string): string => day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** The day in one column and the time of day in another: joined under the name of the day's column, so that the order within a day is kept. */
export const dateAndClock: RowShape = {
  id: 'date-and-clock',
  label: 'the day and the time of day in two columns, joined',
  fits: (rows, header) => header !== undefined && dayAndClock(header, rows) !== undefined,
  open: (columns, rows) => {
    const at = dayAndClock(columns, rows) ?? { day: -1, clock: -1 };
    const kept = columns.map((_, column) => column).filter((column) => column !== at.clock);
    return {
      columns: kept.map((column) => columns[column] ?? ''),
      mapping: {},
      row: (cells, emit) =>
        emit(
          kept.map((column) => {
            const cell = cells[column] ?? '';
            return column === at.day && cell !== '' ? [spelled(cell), cells[at.clock] ?? ''].join(' ').trimEnd() : cell;
          }),
        ),
    };
  },
};
