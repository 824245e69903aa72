import { RankLabError } from '#shared/errors';
import type { RunPolicy } from '#shared/schemas/foreign-run';
import { formatCount } from '#shared/counts';
import type { Vocabulary } from '../core/containers/vocabulary';
import type { BoundRun, ForeignRun } from '../model/foreign-run';
import { rowOfId } from './row-of-id';

/** The ids that a run is read against. */
interface RunIds {
  readonly users: { readonly ids: Pick<Vocabulary<string, number>, 'find' | 'size'> };
  readonly items: { readonly ids: Pick<Vocabulary<string, number>, 'find' | 'size'> };
}

/**
 * Maps a run's lines to the rows of a dataset, list by list, under a policy. O(lines · log(list length)).
 * @throws INVALID_ARGUMENT where the policy rejects the run's contents.
 */
export function bindRun(run: ForeignRun, dataset: RunIds, policy: RunPolicy): BoundRun {
  const itemRows = Int32Array.from(run.items, (id) => rowOfId(dataset.items.ids, id));
  const userRows = Int32Array.from(run.users, (id) => rowOfId(dataset.users.ids, id));
  const sorted = sortedLines(run, orderValues(run, policy), itemRows);
  const kept = withoutDuplicates(run, sorted, policy, itemRows, userRows);
  const unknownUserRows = run.userCodes.reduce((sum, code) => sum + (userRows[code] < 0 ? 1 : 0), 0);
  const bound: BoundRun = {
    run,
    policy,
    ...listsByName(run, userRows, dataset.users.ids.size),
    ...kept,
    unknownUsers: userRows.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0),
    unknownItems: itemRows.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0),
    unknownUserRows,
  };
  refuse(bound, policy);
  return bound;
}

/** The sort key of each line, larger first. */
function orderValues({ scores, ranks, file }: ForeignRun, { order }: RunPolicy): Float64Array {
  const byScore = order === 'score' || (order === 'auto' && scores !== undefined);
  const column = byScore ? scores : ranks;
  if (!column) {
    const neededColumn = byScore ? 'score' : 'rank';
    throw new RankLabError('INVALID_ARGUMENT', `${file} has no ${neededColumn} to order by`, {
      place: 'order',
      remedy: byScore ? 'Order it by rank' : 'Order it by score',
    });
  }
  if (byScore) return column;
  const lowest = column.reduce((least, rank) => Math.min(least, rank), Infinity);
  return column.map((rank) => 1 / (1 + rank - lowest));
}

interface SortedLines {
  readonly values: Float64Array;
  /** Of user code u: lines `offsets[u] … offsets[u + 1] − 1` of `lines`. */
  readonly offsets: Int32Array;
  readonly lines: Int32Array;
}

/** Lines by user, best first, ties by ascending item row and then by line; in one pass where the file is sorted already. */
function sortedLines({ users, userCodes, itemCodes }: ForeignRun, values: Float64Array, itemRows: Int32Array): SortedLines {
  const offsets = new Int32Array(users.length + 1);
  for (const code of userCodes) offsets[code + 1]++;
  for (let u = 0; u < users.length; u++) offsets[u + 1] += offsets[u];
  const next = offsets.slice();
  const lines = new Int32Array(userCodes.length);
  for (let line = 0; line < userCodes.length; line++) lines[next[userCodes[line]]++] = line;
  const compare = (a: number, b: number): number =>
    values[b] === values[a] ? itemRows[itemCodes[a]] - itemRows[itemCodes[b]] || a - b : values[b] > values[a] ? 1 : -1;
  for (let u = 0; u < users.length; u++) {
    let inOrder = true;
    for (let p = offsets[u] + 1; p < offsets[u + 1] && inOrder; p++) inOrder = compare(lines[p - 1], lines[p]) <= 0;
    if (!inOrder) lines.subarray(offsets[u], offsets[u + 1]).sort(compare);
  }
  return { values, offsets, lines };
}

/** The lists without unknown items and with one line per item. */
function withoutDuplicates(
  run: ForeignRun,
  { values, offsets, lines }: SortedLines,
  policy: RunPolicy,
  itemRows: Int32Array,
  userRows: Int32Array,
) {
  const lists = new Int32Array(offsets.length);
  const items = new Int32Array(lines.length);
  const scores = new Float64Array(lines.length);
  const kept = new Int32Array(lines.length);
  /** By item code, the line that counts for the user being read: of `stamp` u + 1. */
  const lineOf = new Int32Array(run.items.length);
  const stamps = new Int32Array(run.items.length);
  const counts = { unknownItemRows: 0, duplicateRows: 0, tiedRows: 0 };
  let size = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    chooseLines(run.itemCodes, lines.subarray(offsets[u], offsets[u + 1]), policy, lineOf, stamps, u + 1);
    const first = size;
    // Lines of unknown users are counted only as such.
    const counted = userRows[u] < 0 ? 0 : 1;
    for (let p = offsets[u]; p < offsets[u + 1]; p++) {
      const line = lines[p];
      const code = run.itemCodes[line];
      if (lineOf[code] !== line) counts.duplicateRows += counted;
      else if (itemRows[code] < 0) counts.unknownItemRows += counted;
      else {
        items[size] = itemRows[code];
        scores[size] = values[line];
        kept[size++] = line;
      }
    }
    counts.tiedRows += counted * tiedIn(scores, first, size);
    lists[u + 1] = size;
  }
  return { offsets: lists, items: items.slice(0, size), scores: scores.slice(0, size), lines: kept.slice(0, size), ...counts };
}

function chooseLines(
  itemCodes: Int32Array,
  lines: Int32Array,
  { duplicates }: RunPolicy,
  lineOf: Int32Array,
  stamps: Int32Array,
  stamp: number,
): void {
  for (const line of lines) {
    const code = itemCodes[line];
    const known = stamps[code] === stamp;
    const better = duplicates === 'first' ? line < lineOf[code] : duplicates === 'last' && line > lineOf[code];
    if (!known || better) lineOf[code] = line;
    stamps[code] = stamp;
  }
}

function tiedIn(scores: Float64Array, from: number, to: number): number {
  let tied = 0;
  for (let p = from; p < to; p++) {
    if ((p > from && scores[p - 1] === scores[p]) || (p + 1 < to && scores[p + 1] === scores[p])) tied++;
  }
  return tied;
}

function listsByName({ users }: ForeignRun, userRows: Int32Array, userCount: number): Pick<BoundRun, 'listOfUser' | 'listOfName'> {
  const listOfUser = new Int32Array(userCount).fill(-1);
  userRows.forEach((row, list) => {
    if (row >= 0) listOfUser[row] = list;
  });
  return { listOfUser, listOfName: new Map(users.map((name, list) => [name, list])) };
}

function refuse({ run, unknownUsers, unknownItems, duplicateRows }: BoundRun, policy: RunPolicy): void {
  const refused: readonly (readonly [boolean, keyof RunPolicy, string, string])[] = [
    [
      policy.unknownUsers === 'refuse' && unknownUsers > 0,
      'unknownUsers',
      `${formatCount(unknownUsers)} users that the data does not have`,
      'ignore',
    ],
    [
      policy.unknownItems === 'refuse' && unknownItems > 0,
      'unknownItems',
      `${formatCount(unknownItems)} items that the catalogue does not have`,
      'drop',
    ],
    [
      policy.duplicates === 'refuse' && duplicateRows > 0,
      'duplicates',
      `${formatCount(duplicateRows)} lines that repeat an item of their user`,
      'best',
    ],
  ];
  for (const [applies, place, what, instead] of refused) {
    if (!applies) continue;
    throw new RankLabError('INVALID_ARGUMENT', `${run.file} has ${what}`, {
      place,
      remedy: `Correct the file, or choose “${instead}” for ${place}`,
    });
  }
}
