import { conditionExamples, parseCondition, type Condition } from '#shared/conditions';
import { RankLabError } from '#shared/errors';
import type { FurtherColumn, FurtherColumns, InteractionTable, ItemTable, UserTable } from '../../model/dataset';
import { multiLabelColumn } from '../containers/label-columns';
import { columnTest, type RowTest } from './column-test';

/** The columns of a table by name, of known fields and of its file. */
export interface Filterable {
  /** What its rows are called in messages. */
  readonly owner: 'videos' | 'users' | 'interactions';
  readonly names: readonly string[];
  /** Those of the file. */
  readonly further: readonly string[];
  readonly column: (name: string) => FurtherColumn | undefined;
}

/** Ids are texts, also where they look like numbers: “7” is not “007”. */
export const isId = (name: string): boolean => name === 'video' || name === 'user';

type Field = () => FurtherColumn;
const texts = (labels: readonly string[]): FurtherColumn => ({
  type: 'text',
  labels,
  codes: Int32Array.from(labels, (label, row) => (label === '' ? -1 : row)),
});

function filterable(owner: Filterable['owner'], further: FurtherColumns, fields: Readonly<Record<string, Field>>): Filterable {
  const own = (name: string): FurtherColumn | undefined => (Object.hasOwn(further, name) ? further[name] : undefined);
  return {
    owner,
    further: Object.keys(further),
    names: [...Object.keys(further), ...Object.keys(fields).filter((name) => !Object.hasOwn(further, name))],
    column: (name) => own(name) ?? (Object.hasOwn(fields, name) ? fields[name]() : undefined),
  };
}

/** Columns that conditions on videos can name: those of the catalogue, and the fields of every catalogue. */
export const videoColumns = (items: ItemTable): Filterable =>
  filterable('videos', items.columns, {
    category: () => ({ type: 'labels', ...items.categories }),
    creator: () => ({ type: 'text', ...items.creators }),
    tags: () => ({ type: 'labels', ...multiLabelColumn(items.tags) }),
    title: () => texts(items.titles),
    published_at: () => ({ type: 'date', values: items.publishedAtMs }),
    duration: () => ({ type: 'number', values: items.durationSeconds }),
    video: () => texts(items.ids.ids),
  });

export const userColumns = (users: UserTable): Filterable =>
  filterable('users', Object.fromEntries(Object.entries(users.columns).map(([name, column]) => [name, { type: 'text', ...column }])), {
    user: () => texts(users.ids.ids),
  });

export const interactionColumns = (interactions: InteractionTable, users: UserTable, items: ItemTable): Filterable =>
  filterable('interactions', interactions.columns, {
    kind: () => ({ type: 'text', labels: interactions.kinds, codes: Int32Array.from(interactions.kindCodes) }),
    value: () => ({ type: 'number', values: interactions.values }),
    timestamp: () => ({ type: 'date', values: interactions.timestampsMs }),
    user: () => ({ type: 'text', labels: users.ids.ids, codes: interactions.users }),
    video: () => ({ type: 'text', labels: items.ids.ids, codes: interactions.items }),
  });

/** Reads a condition. @throws INVALID_ARGUMENT for a text that is none. */
export function conditionOf(text: string, place: string): Condition {
  const condition = parseCondition(text);
  if (condition) return condition;
  throw new RankLabError('INVALID_ARGUMENT', `“${text.slice(0, 200)}” is no condition`, {
    place,
    value: text.slice(0, 200),
    remedy: `Write it as in ${conditionExamples}`,
  });
}

/** The error for a column that a table does not have. */
export const unknownColumn = ({ owner, names }: Pick<Filterable, 'owner' | 'names'>, name: string, place: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `The ${owner} have no column “${name}”; they have ${names.slice(0, 30).join(', ')}`, {
    place,
    value: name,
    remedy: `Use one of: ${names.slice(0, 30).join(', ')}`,
  });

/** The test of a condition given as text. @throws INVALID_ARGUMENT naming an unknown column, or a value of another type than the column's. */
export function tableTest(table: Filterable, text: string, place: string): RowTest {
  const condition = conditionOf(text, place);
  const found = table.column(condition.column);
  if (!found) throw unknownColumn(table, condition.column, place);
  const own = table.further.includes(condition.column);
  return columnTest(found, condition, place, isId(condition.column) && !own ? () => NaN : undefined);
}

/** 1 for the rows that pass all conditions; undefined without any. @throws as `tableTest`. */
export function rowsPassing(table: Filterable, count: number, conditions: readonly string[], place: string): Uint8Array | undefined {
  if (conditions.length === 0) return undefined;
  const tests = conditions.map((text, at) => tableTest(table, text, `${place}.${at}`));
  const passing = new Uint8Array(count);
  for (let row = 0; row < count; row++) passing[row] = tests.every((test) => test(row)) ? 1 : 0;
  return passing;
}
