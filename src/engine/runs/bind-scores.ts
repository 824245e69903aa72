import { RankLabError } from '#shared/errors';
import type { Dataset } from '../model/dataset';
import type { BoundScores, ForeignRun } from '../model/foreign-run';
import { rowOfId } from './row-of-id';

/** The numeric column of a run under that name; `score` and `rank` are its own. @throws INVALID_ARGUMENT naming the columns. */
function columnOf({ scores, ranks, columns, file }: ForeignRun, name: string): Float64Array {
  const found = Object.hasOwn(columns, name) ? columns[name] : name === 'score' ? scores : name === 'rank' ? ranks : undefined;
  if (found) return found;
  const names = [...(scores ? ['score'] : []), ...(ranks ? ['rank'] : []), ...Object.keys(columns)];
  throw new RankLabError('INVALID_ARGUMENT', `${file} has no numeric column “${name}”`, {
    place: 'column',
    value: name,
    remedy: `Its numeric columns: ${names.join(', ')}`,
  });
}

/**
 * One column of a file of pairs in a dataset's rows: users × items, each user's items ascending. Lines of unknown users and videos
 * and empty cells are left out and counted; of several lines of one pair the last counts. O(lines · log(lines of a user)).
 */
export function bindScores(run: ForeignRun, dataset: Dataset, name: string): BoundScores {
  const column = columnOf(run, name);
  const itemRows = Int32Array.from(run.items, (id) => rowOfId(dataset.items.ids, id));
  const userRows = Int32Array.from(run.users, (id) => rowOfId(dataset.users.ids, id));
  const counts = { unknownUserRows: 0, unknownItemRows: 0, emptyRows: 0, repeatedRows: 0 };
  const offsets = new Int32Array(dataset.users.ids.size + 1);
  const kept = new Uint8Array(column.length);
  for (let line = 0; line < column.length; line++) {
    const user = userRows[run.userCodes[line]];
    if (user < 0) counts.unknownUserRows++;
    else if (itemRows[run.itemCodes[line]] < 0) counts.unknownItemRows++;
    else if (Number.isNaN(column[line])) counts.emptyRows++;
    else {
      kept[line] = 1;
      offsets[user + 1]++;
    }
  }
  for (let user = 0; user + 1 < offsets.length; user++) offsets[user + 1] += offsets[user];
  const next = offsets.slice();
  const lines = new Int32Array(offsets[offsets.length - 1]);
  for (let line = 0; line < column.length; line++) if (kept[line] === 1) lines[next[userRows[run.userCodes[line]]]++] = line;
  return { run, column: name, ...sorted(run, column, itemRows, offsets, lines, counts), ...counts };
}

/** Drops earlier lines of a pair, and sorts each user's lines by item. */
function sorted(
  run: ForeignRun,
  column: Float64Array,
  itemRows: Int32Array,
  offsets: Int32Array,
  lines: Int32Array,
  counts: { repeatedRows: number },
): Pick<BoundScores, 'offsets' | 'items' | 'values'> {
  const items = new Int32Array(lines.length);
  const values = new Float32Array(lines.length);
  const compact = new Int32Array(offsets.length);
  let size = 0;
  for (let user = 0; user + 1 < offsets.length; user++) {
    const own = lines.subarray(offsets[user], offsets[user + 1]);
    const itemOf = (line: number): number => itemRows[run.itemCodes[line]];
    if (!own.every((line, p) => p === 0 || itemOf(own[p - 1]) < itemOf(line))) own.sort((a, b) => itemOf(a) - itemOf(b) || a - b);
    own.forEach((line, p) => {
      if (p + 1 < own.length && itemOf(own[p + 1]) === itemOf(line)) {
        counts.repeatedRows++;
        return;
      }
      items[size] = itemOf(line);
      values[size++] = column[line];
    });
    compact[user + 1] = size;
  }
  return { offsets: compact, items: items.slice(0, size), values: values.slice(0, size) };
}
