import { RankLabError } from '#shared/errors';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import type { CategoricalColumn, UserTable } from '../../model/dataset';

/** A group of users, as rows, ascending. */
export interface Segment {
  readonly name: string;
  readonly users: Int32Array;
}

/** A segmentation of users; segments are disjoint and in display order. */
export interface Segmentation {
  /** "warmth", "activity" or "column:NAME". */
  readonly id: string;
  readonly label: string;
  readonly segments: readonly Segment[];
}

const historyLength = ({ rows, offsets }: CsrMatrix, user: number): number => (user < rows ? offsets[user + 1] - offsets[user] : 0);

const segmentsFrom = (groups: ReadonlyMap<string, number[]>): Segment[] =>
  [...groups].map(([name, users]) => ({ name, users: Int32Array.from(users) })).filter(({ users }) => users.length > 0);

/** Warm users have a training history, cold ones have none. @param users rows, ascending. */
export function segmentByWarmth(users: Int32Array, training: CsrMatrix): Segmentation {
  const groups = new Map<string, number[]>([
    ['warm', []],
    ['cold', []],
  ]);
  for (const user of users) groups.get(historyLength(training, user) > 0 ? 'warm' : 'cold')?.push(user);
  return { id: 'warmth', label: 'Warm and cold users', segments: segmentsFrom(groups) };
}

/**
 * `parts` groups of about equal size by the length of the training history, least active first. Users with equally long
 * histories stay together, so groups can be missing where many are equal.
 */
export function segmentByActivity(users: Int32Array, training: CsrMatrix, parts = 10): Segmentation {
  const lengths = Int32Array.from(users, (user) => historyLength(training, user));
  const sorted = lengths.slice().sort();
  const firstRank = new Map<number, number>();
  sorted.forEach((length, rank) => {
    if (!firstRank.has(length)) firstRank.set(length, rank);
  });
  const groups = new Map(Array.from({ length: parts }, (_, part) => [part, { users: [] as number[], low: Infinity, high: 0 }]));
  users.forEach((user, i) => {
    const group = groups.get(Math.floor(((firstRank.get(lengths[i]) ?? 0) * parts) / users.length));
    if (!group) return;
    group.users.push(user);
    group.low = Math.min(group.low, lengths[i]);
    group.high = Math.max(group.high, lengths[i]);
  });
  const segments = [...groups].map(([part, { users: members, low, high }]) => ({
    name: `${part + 1} of ${parts} (${low === high ? low : `${low}–${high}`} interactions)`,
    users: Int32Array.from(members),
  }));
  return { id: 'activity', label: 'Activity', segments: segments.filter(({ users: members }) => members.length > 0) };
}

/** One segment per value of a user column, largest first; users without a value form "not given". */
export function segmentByColumn(users: Int32Array, name: string, column: CategoricalColumn): Segmentation {
  const groups = new Map<string, number[]>();
  for (const user of users) {
    const label = column.codes[user] < 0 ? 'not given' : column.labels[column.codes[user]];
    const group = groups.get(label);
    if (group) group.push(user);
    else groups.set(label, [user]);
  }
  const segments = segmentsFrom(groups).sort((a, b) => b.users.length - a.users.length || (a.name < b.name ? -1 : 1));
  return { id: `column:${name}`, label: name, segments };
}

/** Every segmentation id that a dataset offers. */
export const segmentationIds = ({ columns }: UserTable): string[] => [
  'warmth',
  'activity',
  ...Object.keys(columns).map((name) => `column:${name}`),
];

/** The segmentation of an id: a named one, or a column of the users' table. */
type Found = { readonly id: 'warmth' | 'activity' } | { readonly name: string; readonly column: CategoricalColumn };

function find(id: string, table: UserTable): Found {
  if (id === 'warmth' || id === 'activity') return { id };
  const name = id.startsWith('column:') ? id.slice('column:'.length) : undefined;
  const column = name !== undefined && Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (name !== undefined && column) return { name, column };
  throw new RankLabError('INVALID_ARGUMENT', `Unknown segmentation “${id}”; expected one of ${segmentationIds(table).join(', ')}`, {
    place: 'segments',
    value: id,
    remedy: `Use one of: ${segmentationIds(table).join(', ')}`,
  });
}

/** @throws INVALID_ARGUMENT naming the first segmentation that this table does not offer, and those it does. */
export function requireSegmentations(ids: readonly string[], table: UserTable): void {
  for (const id of ids) find(id, table);
}

/** @throws INVALID_ARGUMENT naming the unknown segmentation and the known ones. */
export function segmentationById(id: string, users: Int32Array, training: CsrMatrix, table: UserTable): Segmentation {
  const found = find(id, table);
  if ('column' in found) return segmentByColumn(users, found.name, found.column);
  return found.id === 'warmth' ? segmentByWarmth(users, training) : segmentByActivity(users, training);
}
