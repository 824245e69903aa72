import type { Conventions } from '#shared/schemas/conventions';
import { fingerprintOf } from '../core/hashing/fingerprint';
import type { Column } from './table';

/** A short id of a set of conventions, for columns and notes; equal conventions have equal ids. */
export const conventionsId = (conventions: Conventions | undefined): string | undefined =>
  conventions && fingerprintOf('conventions', conventions).slice(0, 12);

/** Which of the conventions in conventions.json a table was made under: the same in every row, for tables that are passed on alone. */
export function conventionsColumn<Row>(conventions: Conventions | undefined): Column<Row> {
  const id = conventionsId(conventions);
  return { name: 'conventions', value: () => id };
}
