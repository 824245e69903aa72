import { isMissing } from '../formats/missing';
import { parseNumber } from '../formats/numbers';
import { plainName, userNames, videoNames } from '../roles/fields';
import { fieldGuesses } from '../roles/fields';
import type { RowShape } from './shape';

const knownNames = new Set(fieldGuesses.interactions.flatMap(({ names }) => [...names]));

/** One row per user and one column per video (or the other way round), with the value in the cell. */
export const matrix: RowShape = {
  id: 'matrix',
  label: 'a matrix: one row per user, one column per video',
  fits: (rows, header) => {
    if (!header || header.length < 5 || rows.length < 2) return false;
    const others = header.slice(1);
    if (others.some((name) => knownNames.has(plainName(name)) && !/^\d+$/.test(name))) return false;
    if (!areIds(others)) return false;
    const ids = new Set(rows.map((row) => row[0]));
    const cells = rows.flatMap((row) => row.slice(1));
    return ids.size === rows.length && cells.every((cell) => isMissing(cell, true) || !Number.isNaN(parseNumber(cell, 'point')));
  },
  open: (columns) => {
    const first = plainName(columns[0]);
    const rowsAreVideos = videoNames.includes(first) && !userNames.includes(first);
    return {
      columns: rowsAreVideos ? ['video', 'user', 'value'] : ['user', 'video', 'value'],
      mapping: { user: 'user', video: 'video', value: 'value' },
      row: (cells, emit) => {
        for (let at = 1; at < cells.length && at < columns.length; at++) {
          if (!isMissing(cells[at], true)) emit([cells[0], columns[at], cells[at]]);
        }
      },
    };
  },
};

/** Whether the names are of one kind: numbers, or the same letters before different numbers. */
function areIds(columns: readonly string[]): boolean {
  const stems = new Set(columns.map((name) => name.replace(/\d+/g, '9')));
  return stems.size === 1 && columns.every((name) => /\d/.test(name));
}
