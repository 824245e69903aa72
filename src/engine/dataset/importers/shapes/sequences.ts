import type { RowShape } from './shape';

/** One line per user: the user, then the videos in their order. The order becomes the time. */
export const sequences: RowShape = {
  id: 'sequences',
  label: 'one line per user: the user, then the videos in order',
  fits: (rows, header) => {
    if (header || rows.length < 2 || rows.some((row) => row.length < 2)) return false;
    const users = new Set(rows.map((row) => row[0]));
    if (users.size !== rows.length) return false;
    // A matrix has gaps; lines that all end alike end with a mark.
    if (rows.some((row) => row.slice(0, -1).some((cell, at) => cell === '' && row.slice(at + 1).some((later) => later !== ''))))
      return false;
    if (rows.length > 2 && new Set(rows.map((row) => row.at(-1))).size === 1) return false;
    const isRagged = new Set(rows.map((row) => row.length)).size > 2;
    const cells = rows.flatMap((row) => row.slice(1)).filter((cell) => cell !== '');
    if (!cells.every((cell) => /^[\w-]{1,40}$/.test(cell) && /\d/.test(cell)) || cells.some((cell) => /^\d{9,}$/.test(cell))) return false;
    // The same videos occur in different columns, whereas each column of a table has its own values.
    return (isRagged || rows[0].length > 4) && repeatAcrossColumns(rows);
  },
  open: () => ({
    columns: ['user', 'video', 'order'],
    mapping: { user: 'user', video: 'video', timestamp: 'order' },
    row: ([user, ...videos], emit) => {
      videos.filter((video) => video !== '').forEach((video, at) => emit([user.replace(/:$/, ''), video, String(at + 1)]));
    },
  }),
};

function repeatAcrossColumns(rows: readonly (readonly string[])[]): boolean {
  const [second, third] = [1, 2].map((column) => new Set(rows.flatMap((row) => row[column] ?? [])));
  const all = new Set(rows.flatMap((row) => row.slice(1)));
  const shared = [...second].filter((cell) => third.has(cell)).length;
  return shared > 0 || all.size < rows.reduce((sum, row) => sum + row.length - 1, 0) * 0.7;
}
