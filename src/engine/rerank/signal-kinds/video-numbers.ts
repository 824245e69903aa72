import { RankLabError } from '#shared/errors';
import type { Dataset } from '../../model/dataset';
import type { TrainingView } from '../../model/training-view';

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** Numbers of the videos under one name; NaN where not given. Rows beyond the end have none. */
export interface VideoNumbers {
  readonly values: Float64Array;
  readonly isDate: boolean;
}

/** Fields of every catalogue, by the names they have in formulas. */
const fields: Readonly<Record<string, (dataset: Dataset) => VideoNumbers>> = {
  published_at: ({ items }) => ({ values: items.publishedAtMs, isDate: true }),
  duration: ({ items }) => ({ values: items.durationSeconds, isDate: false }),
};

/** Names of all numeric, date and yes/no columns of the videos. */
export function numericColumns({ items }: Dataset): string[] {
  const further = Object.entries(items.columns).filter(([, column]) => 'values' in column);
  return [...further.map(([name]) => name), ...Object.keys(fields).filter((name) => !Object.hasOwn(items.columns, name))];
}

/** The catalogue's own column of that name, or else the field. @throws INVALID_ARGUMENT naming the numeric columns. */
export function videoNumbers(dataset: Dataset, name: string, place: string): VideoNumbers {
  const column = Object.hasOwn(dataset.items.columns, name) ? dataset.items.columns[name] : undefined;
  if (column && 'values' in column) return { values: column.values, isDate: column.type === 'date' };
  const field = !column && Object.hasOwn(fields, name) ? fields[name](dataset) : undefined;
  if (field) return field;
  const names = numericColumns(dataset);
  const what = column
    ? `The column “${name}” of the videos holds ${column.type}, not numbers or dates`
    : `The videos have no column “${name}”`;
  throw new RankLabError('INVALID_ARGUMENT', what, {
    place,
    value: name,
    remedy: `Numeric columns of the videos: ${names.join(', ')}`,
  });
}

/** 1 for videos that were known at training time; rows beyond the view's are not. */
export const isKnown = ({ knownItems }: TrainingView, item: number): boolean => item < knownItems.length && knownItems[item] === 1;
