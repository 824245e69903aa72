import type { RowShape } from './shape';

const sectionLine = (row: readonly string[]): string | undefined =>
  row.length === 1 ? /^\s*(\S.*?)\s*:\s*$/.exec(row[0])?.[1] : undefined;

/** A line with an id and a colon, followed by its rows, as in the Netflix prize data. */
export const sections: RowShape = {
  id: 'sections',
  label: 'sections: a line with an id and a colon, then its rows',
  fits: (rows) => rows.length > 1 && sectionLine(rows[0]) !== undefined && rows.some((row) => row.length > 1),
  open: (_, rows) => {
    const width = rows.find((row) => row.length > 1)?.length ?? 1;
    let section = '';
    return {
      columns: ['section', ...Array.from({ length: width }, (_unused, i) => `column ${i + 1}`)],
      mapping: { video: 'section' },
      row: (cells, emit) => {
        const begins = sectionLine(cells);
        if (begins === undefined) emit([section, ...cells]);
        else section = begins;
      },
    };
  },
};
