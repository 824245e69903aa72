import { momentOf } from '../../core/conditions/column-test';
import { plainNumber } from '../../core/conditions/cell-test';
import type { CategoricalColumn, FurtherColumn } from '../../model/dataset';
import type { Segment } from './segment';
import { segmentsByLabel, segmentsByNumber } from './value-segments';

/** A column with more different numbers than this is divided into quantiles. */
const fewNumbers = 10;
const isoDate = /^\d{4}-\d\d(-\d\d)?([T ]\d\d:\d\d.*)?$/;

const showNumber = (value: number): string => String(Number(value.toPrecision(6)));
const showDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Users by a column of theirs: one group per value, or five of about equal size where it holds more than ten different numbers or dates, as all its
 * given cells say.
 */
export function segmentsByUserColumn(users: Int32Array, { labels, codes }: CategoricalColumn): Segment[] {
  const numbers = labels.map(plainNumber);
  const dates = labels.every((label) => isoDate.test(label)) ? labels.map(momentOf) : [];
  const values = dates.length > fewNumbers ? dates : numbers;
  if (labels.length > fewNumbers && !values.some(Number.isNaN)) {
    const numberOf = (user: number): number => (codes[user] >= 0 ? values[codes[user]] : NaN);
    return segmentsByNumber(users, numberOf, values === dates ? showDay : showNumber);
  }
  return segmentsByLabel(users, (user) => (codes[user] >= 0 ? labels[codes[user]] : undefined));
}

/** Rows of the column that a user's training history has. */
type RowsOf = (user: number) => ArrayLike<number>;

/**
 * Users by a column of their training history: by the most frequent label (of equally frequent ones the first of the column), or by the mean of numbers
 * and dates in five groups of about equal size. Users without a cell are "not given".
 */
export function segmentsByHistory(users: Int32Array, column: FurtherColumn, rowsOf: RowsOf): Segment[] {
  if ('values' in column && column.type !== 'boolean') {
    const { values, type } = column;
    return segmentsByNumber(users, (user) => meanOf(values, rowsOf(user)), type === 'date' ? showDay : showNumber);
  }
  const labels = 'values' in column ? ['no', 'yes'] : column.labels;
  return segmentsByLabel(users, (user) => labels[mostFrequent(column, rowsOf(user))]);
}

function meanOf(values: Float64Array, rows: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let r = 0; r < rows.length; r++) {
    const value = values[rows[r]] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** −1 without any. */
function mostFrequent(column: FurtherColumn, rows: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  const add = (code: number): void => void (code >= 0 && counts.set(code, (counts.get(code) ?? 0) + 1));
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r];
    if ('values' in column) add(column.values[row] >= 0 ? column.values[row] : -1);
    else if ('offsets' in column) for (let p = column.offsets[row]; p < column.offsets[row + 1]; p++) add(column.codes[p]);
    else add(column.codes[row] ?? -1);
  }
  let best = -1;
  for (const [code, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && code < best)) best = code;
  }
  return best;
}
