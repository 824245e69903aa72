import type { FurtherColumn, FurtherColumns } from '#engine/model/dataset';
import { RankLabError } from '#shared/errors';
import { canonicalCodes } from './columns';
import { labelsAt } from '../core/containers/label-columns';

/** What a cell of a further column holds; null: not given. A date is in milliseconds since 1970. */
type FurtherCell = string | number | boolean | readonly string[] | null;

/** How many rows the column has. */
export const rowCount = (column: FurtherColumn): number =>
  'values' in column ? column.values.length : 'offsets' in column ? column.offsets.length - 1 : column.codes.length;

/** The columns, all as long as their table. @throws INVALID_ARGUMENT naming the one that is not. */
export function requireRowCount(columns: FurtherColumns, count: number, place: string): FurtherColumns {
  for (const [name, column] of Object.entries(columns)) {
    if (rowCount(column) === count) continue;
    const message = `${place}: the column “${name}” has ${rowCount(column)} cells for ${count} rows`;
    throw new RankLabError('INVALID_ARGUMENT', message, { place: `${place}.${name}` });
  }
  return columns;
}

/** Labels numbered in order of first appearance and numbers in one bit pattern each, so that equal contents hash equally. */
export const canonicalFurther = (columns: FurtherColumns): FurtherColumns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, canonical(column)]));

function canonical(column: FurtherColumn): FurtherColumn {
  if ('values' in column) {
    const { values } = column;
    for (let row = 0; row < values.length; row++) values[row] = values[row] === values[row] ? values[row] + 0 : NaN;
    return column;
  }
  return { ...column, ...canonicalCodes(column.labels, column.codes) };
}

/** The cell of one row as display text. */
export function furtherCell(column: FurtherColumn, row: number): FurtherCell {
  if ('values' in column) {
    const value = column.values[row];
    return Number.isNaN(value) ? null : column.type === 'boolean' ? value === 1 : value;
  }
  if ('offsets' in column) return labelsAt(column, row);
  return column.codes[row] < 0 ? null : column.labels[column.codes[row]];
}
