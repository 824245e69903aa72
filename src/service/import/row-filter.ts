import { parseNumber } from '#engine/dataset/importers/formats/numbers';
import type { RowFilter } from '#shared/schemas/dataset';
import { RankLabError } from '#shared/errors';
import type { Fields } from './fields';
import { leftOut, type Rejection } from './reject-log';

type Test = (cell: string) => boolean;

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
    return { index, test: testOf(filter), outcome: leftOut(`not ${filter.column} ${filter.is} ${filter.value}`) };
  });
  return (fields) => tests.find(({ index, test }) => !test(fields.text(index).trim()))?.outcome;
}

/** Numbers are compared as numbers, everything else as text. */
function testOf({ is, value }: RowFilter): Test {
  const threshold = parseNumber(value, 'point');
  const order = (cell: string): number => {
    const number = parseNumber(cell, 'point');
    if (!Number.isNaN(number) && !Number.isNaN(threshold)) return number - threshold;
    return cell < value ? -1 : cell > value ? 1 : 0;
  };
  switch (is) {
    case '=':
      return (cell) => order(cell) === 0;
    case '!=':
      return (cell) => order(cell) !== 0;
    case '<':
      return (cell) => cell !== '' && order(cell) < 0;
    case '<=':
      return (cell) => cell !== '' && order(cell) <= 0;
    case '>':
      return (cell) => cell !== '' && order(cell) > 0;
    case '>=':
      return (cell) => cell !== '' && order(cell) >= 0;
  }
}
