import type { ImportRole } from '#shared/schemas/dataset';
import { profileColumns } from './profile/profile';
import { proposeByCells } from './roles/headerless';
import { proposeFields } from './roles/propose';
import { guessRole } from './roles/role';

interface MappingGuess {
  readonly role: ImportRole | 'unknown';
  /** Our field → the file's column. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** Guesses what a table holds and which column is which, from its headers and the form of its cells. */
export function guessMapping(headers: readonly string[], sampleRows: readonly (readonly string[])[]): MappingGuess {
  const profiles = profileColumns(headers, sampleRows);
  const role = guessRole(profiles);
  const { fields } = role === undefined ? proposeByCells('interactions', profiles) : proposeFields(role, profiles);
  const mapping = Object.fromEntries(fields.map(({ field, column }) => [field, column]));
  if (role !== undefined) return { role, mapping };
  return mapping['timestamp'] === undefined ? { role: 'unknown', mapping: {} } : { role: 'interactions', mapping };
}
