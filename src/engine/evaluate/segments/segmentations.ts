import { RankLabError } from '#shared/errors';
import { fieldWords } from '#shared/field-words';
import { interactionColumns, videoColumns } from '../../core/conditions/table-columns';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import type { CategoricalColumn, FurtherColumn } from '../../model/dataset';
import type { TrainingView } from '../../model/training-view';
import { equalParts } from './equal-parts';
import { segmentsByHistory, segmentsByUserColumn } from './column-segments';
import type { Segment } from './segment';

/** A segmentation of users; segments are disjoint and in display order. */
export interface Segmentation {
  /** "warmth", "activity", "column:NAME", "watched:NAME" or "logged:NAME". */
  readonly id: string;
  readonly label: string;
  readonly segments: readonly Segment[];
}

/** What segmentations are made of: the training side. */
export type SegmentedData = Pick<TrainingView, 'dataset' | 'interactions' | 'positions'>;

const historyLength = ({ rows, offsets }: CsrMatrix, user: number): number => (user < rows ? offsets[user + 1] - offsets[user] : 0);

/** Warm users have a training history, cold ones have none. @param users rows, ascending. */
export function segmentByWarmth(users: Int32Array, training: CsrMatrix): Segmentation {
  const isWarm = (user: number): boolean => historyLength(training, user) > 0;
  const segments = [
    { name: 'warm', users: users.filter(isWarm) },
    { name: 'cold', users: users.filter((user) => !isWarm(user)) },
  ];
  return { id: 'warmth', label: 'Warm and cold users', segments: segments.filter(({ users: members }) => members.length > 0) };
}

/** `parts` groups of about equal size by the length of the training history, least active first. */
export function segmentByActivity(users: Int32Array, training: CsrMatrix, parts = 10): Segmentation {
  const lengths = Int32Array.from(users, (user) => historyLength(training, user));
  const range = (low: number, high: number): string => `${low === high ? low : `${low}–${high}`} interactions`;
  return { id: 'activity', label: 'Activity', segments: equalParts(users, lengths, parts, range) };
}

/** By a column of the users; see `segmentsByUserColumn`. */
export const segmentByColumn = (users: Int32Array, name: string, column: CategoricalColumn): Segmentation => ({
  id: `column:${name}`,
  label: name,
  segments: segmentsByUserColumn(users, column),
});

/** A family of segmentations: one for each column of a table. */
interface Family {
  readonly prefix: string;
  readonly label: (name: string) => string;
  readonly names: (dataset: SegmentedData['dataset']) => readonly string[];
  /** Those of the names that a selector lists. */
  readonly offered: (dataset: SegmentedData['dataset']) => readonly string[];
  readonly segments: (users: Int32Array, data: SegmentedData, name: string) => Segment[];
}

const found = (column: FurtherColumn | undefined, name: string): FurtherColumn => {
  if (column) return column;
  throw new RankLabError('INTERNAL', `The column ${name} is offered but not there`);
};

/** Groups of users by a column of their own, of the videos in their training history, or of that history's interactions. */
const families: readonly Family[] = [
  {
    prefix: 'column:',
    label: (name) => name,
    names: ({ users }) => Object.keys(users.columns),
    offered: ({ users }) => Object.keys(users.columns),
    segments: (users, { dataset }, name) => segmentsByUserColumn(users, dataset.users.columns[name]),
  },
  {
    prefix: 'watched:',
    label: (name) => `watched ${fieldWords(name)}`,
    names: ({ items }) => videoColumns(items).names.filter((name) => Object.hasOwn(items.columns, name) || !isIdentity(name)),
    offered: ({ items }) => ['category', ...Object.keys(items.columns)],
    segments: (users, { dataset, interactions }, name) =>
      segmentsByHistory(users, found(videoColumns(dataset.items).column(name), name), (user) =>
        user < interactions.rows ? interactions.indices.subarray(interactions.offsets[user], interactions.offsets[user + 1]) : [],
      ),
  },
  {
    prefix: 'logged:',
    label: (name) => `logged ${name}`,
    names: ({ interactions }) => ['kind', ...Object.keys(interactions.columns)],
    offered: ({ interactions }) => Object.keys(interactions.columns),
    segments: (users, data, name) => {
      const { interactions, users: table, items } = data.dataset;
      const positions = trainingRowsOf(data);
      return segmentsByHistory(
        users,
        found(interactionColumns(interactions, table, items).column(name), name),
        (user) => positions.get(user) ?? [],
      );
    },
  },
];

/** Fields that are different for every video. */
const isIdentity = (name: string): boolean => name === 'title' || name === 'video';

const trainingRows = new WeakMap<Int32Array, Map<number, number[]>>();

function trainingRowsOf({ positions, dataset }: SegmentedData): ReadonlyMap<number, readonly number[]> {
  const known = trainingRows.get(positions);
  if (known) return known;
  const byUser = new Map<number, number[]>();
  for (const position of positions) {
    const user = dataset.interactions.users[position];
    const rows = byUser.get(user);
    if (rows) rows.push(position);
    else byUser.set(user, [position]);
  }
  trainingRows.set(positions, byUser);
  return byUser;
}

const basic = ['warmth', 'activity'];

/** Every segmentation id that a dataset offers. */
export const segmentationIds = (dataset: SegmentedData['dataset']): string[] => [
  ...basic,
  ...families.flatMap(({ prefix, names }) => names(dataset).map((name) => `${prefix}${name}`)),
];

/** The segmentations of a selector: by every column of the files, and by category. */
export const offeredSegmentations = (dataset: SegmentedData['dataset']): string[] => [
  ...basic,
  ...families.flatMap(({ prefix, offered }) => offered(dataset).map((name) => `${prefix}${name}`)),
];

function familyOf(id: string, dataset: SegmentedData['dataset']): { readonly family: Family; readonly name: string } | undefined {
  const family = families.find(({ prefix }) => id.startsWith(prefix));
  const name = id.slice(family?.prefix.length ?? 0);
  return family?.names(dataset).includes(name) ? { family, name } : undefined;
}

function unknown(id: string, dataset: SegmentedData['dataset']): RankLabError {
  const ids = segmentationIds(dataset).slice(0, 60).join(', ');
  return new RankLabError('INVALID_ARGUMENT', `Unknown segmentation “${id}”; expected one of ${ids}`, {
    place: 'segments',
    value: id,
    remedy: `Use one of: ${ids}`,
  });
}

/** @throws INVALID_ARGUMENT naming the first segmentation that this dataset does not offer, and those it does. */
export function requireSegmentations(ids: readonly string[], dataset: SegmentedData['dataset']): void {
  for (const id of ids) if (!basic.includes(id) && !familyOf(id, dataset)) throw unknown(id, dataset);
}

/** @throws INVALID_ARGUMENT naming the unknown segmentation and the known ones. */
export function segmentationById(id: string, users: Int32Array, data: SegmentedData): Segmentation {
  if (id === 'warmth') return segmentByWarmth(users, data.interactions);
  if (id === 'activity') return segmentByActivity(users, data.interactions);
  const chosen = familyOf(id, data.dataset);
  if (!chosen) throw unknown(id, data.dataset);
  const { family, name } = chosen;
  return { id, label: family.label(name), segments: family.segments(users, data, name) };
}
