import type { FurtherColumn, FurtherColumns } from '../../model/dataset';
import { grown } from './growable';

/** The columns for `count` rows; rows added later have missing values. */
export const grownFurther = (columns: FurtherColumns, count: number): FurtherColumns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, grownColumn(column, count)]));

function grownColumn(column: FurtherColumn, count: number): FurtherColumn {
  if ('values' in column) return { type: column.type, values: grown(column.values, count).fill(NaN, column.values.length) };
  if ('offsets' in column) {
    const end = column.offsets.at(-1) ?? 0;
    return { ...column, offsets: grown(column.offsets, count + 1).fill(end, column.offsets.length) };
  }
  return { ...column, codes: grown(column.codes, count).fill(-1, column.codes.length) };
}
