import { isMissing } from '#engine/dataset/importers/formats/missing';
import { parseNumber } from '#engine/dataset/importers/formats/numbers';
import type { Inspection } from '#engine/dataset/importers/inspect';
import { cellTest } from '#engine/core/conditions/cell-test';
import { conditionText } from '#shared/conditions';
import type { RowFilter } from '#shared/schemas/dataset';
import { RankLabError } from '#shared/errors';
import { Fields } from './fields';
import { leftOut, type Rejection } from './reject-log';

const numberOf = (cell: string): number => parseNumber(cell, 'point');

/** A mark of a missing cell counts as missing where that is asked for; a comparison takes it as it is written. */
function givenTest(filter: RowFilter): (cell: string) => boolean {
  const test = cellTest(filter, numberOf);
  return filter.is === 'has' || filter.is === 'lacks' ? (cell) => test(isMissing(cell, false) ? '' : cell) : test;
}

/** The conditions that a row must satisfy, for a file with these columns. @throws INVALID_ARGUMENT naming a column that it does not have. */
export function rowFilter(
  where: readonly RowFilter[],
  columns: readonly string[],
  file: string,
): (fields: Fields) => Rejection | undefined {
  const tests = where.map((filter) => {
    const index = columns.indexOf(filter.column);
    if (index < 0) {
      throw new RankLabError(
        'INVALID_ARGUMENT',
        `${file} has no column “${filter.column}” to filter by; it has ${columns.slice(0, 30).join(', ')}`,
        {
          place: 'where',
          value: filter.column,
          remedy: 'Check the name of the column.',
        },
      );
    }
    return { index, test: givenTest(filter), outcome: leftOut(`not ${conditionText(filter)}`) };
  });
  return (fields) => tests.find(({ index, test }) => !test(fields.text(index).trim()))?.outcome;
}

/**
 * The share of sampled rows that the conditions let pass; where none does, that of one row, for there may be some between the samples.
 * @throws INVALID_ARGUMENT naming a column that the file does not have.
 */
export function passingShare(where: readonly RowFilter[], { names, rows, file }: Pick<Inspection, 'names' | 'rows' | 'file'>): number {
  if (where.length === 0 || rows.length === 0) return 1;
  const leavesOut = rowFilter(where, names, file);
  const fields = new Fields();
  const passing = rows.filter((row, index) => {
    fields.setTexts(
      names.map((_, column) => row[column] ?? ''),
      index + 1,
    );
    return leavesOut(fields) === undefined;
  });
  return Math.max(1, passing.length) / rows.length;
}
