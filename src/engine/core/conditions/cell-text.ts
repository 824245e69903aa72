import type { FurtherColumn } from '../../model/dataset';
import { labelsAt } from '../containers/label-columns';

/** A cell in words, for messages. */
export function furtherCellText(column: FurtherColumn | undefined, row: number): string {
  const missing = 'not given';
  if (!column) return missing;
  if ('values' in column) {
    const value = column.values[row] ?? NaN;
    if (Number.isNaN(value)) return missing;
    if (column.type === 'boolean') return value === 1 ? 'yes' : 'no';
    return column.type === 'date' ? new Date(value).toISOString().replace('T00:00:00.000Z', '') : String(value);
  }
  if (!('offsets' in column)) return column.codes[row] >= 0 ? column.labels[column.codes[row]] : missing;
  const labels = labelsAt(column, row);
  return labels.length === 0 ? missing : labels.join(', ');
}
