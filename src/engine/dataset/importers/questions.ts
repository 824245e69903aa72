import type { ImportQuestion, ImportRole, TimestampUnit } from '#shared/schemas/dataset';
import { numberLabels } from './formats/numbers';
import { isCounter, timeFormat, timeFormats } from './formats/times';
import type { ColumnProfile } from './profile/profile';
import { plainName, fieldGuesses } from './roles/fields';
import { fieldsOfRole } from './plan';
import type { Proposal } from './roles/propose';

const columnChoices = (columns: readonly ColumnProfile[], names: readonly string[]) =>
  names.map((name) => {
    const samples =
      columns
        .find((column) => column.name === name)
        ?.values.slice(0, 3)
        .join(', ') ?? '';
    return { value: name, label: samples === '' ? name : `${name} (${samples})` };
  });

/** Questions for fields with two equally good columns, and for required fields without any. */
export function mappingQuestions(
  file: string,
  role: ImportRole,
  { fields, rivals }: Proposal,
  columns: readonly ColumnProfile[],
): ImportQuestion[] {
  const required: readonly string[] = fieldsOfRole[role].required;
  const asked = [...required, ...Object.keys(rivals).filter((field) => !required.includes(field))];
  return asked.flatMap((field) => {
    const found = fields.find((guess) => guess.field === field);
    const names = rivals[field] ?? columns.filter(({ type }) => type !== 'empty' || columns[0]?.rows === 0).map(({ name }) => name);
    if (found && rivals[field] === undefined) return [];
    const message = found
      ? `Which column is the ${field}? It could be ${names.map((name) => `“${name}”`).join(' or ')}`
      : `No column is mapped to “${field}”, and none looks like it`;
    return [{ file, about: field, message, choices: columnChoices(columns, names) }];
  });
}

const unitChoices = (units: readonly TimestampUnit[]) => units.map((value) => ({ value, label: timeFormat(value).label }));

/** A mapped time that has two readings or none. `leaveOut`: the caller did not name it, so it may not be the time. */
export function timeQuestions(file: string, column: ColumnProfile, leaveOut: boolean): ImportQuestion[] {
  const sample = column.values.slice(0, 3).join(', ');
  const about = 'timestampUnit';
  const { time } = column;
  if (time?.rival !== undefined) {
    const message = `“${column.name}”: do months or days come first? Both fit: ${sample}`;
    return [{ file, about, message, choices: unitChoices([time.unit, time.rival]) }];
  }
  if (time) return [];
  const none = leaveOut ? [{ value: '', label: 'not a time: keep it as a column' }] : [];
  const message = `“${column.name}” is named like a time, but no time format fits its cells: ${sample}`;
  const units = timeFormats.map(({ id }) => id);
  const ranked = column.values.every(isCounter) ? (['order', ...units.filter((id) => id !== 'order')] as const) : units;
  return [{ file, about, message, choices: [...none, ...unitChoices(ranked)] }];
}

/** A number whose comma or point may group thousands or begin a fraction. */
export function numberQuestions(file: string, column: ColumnProfile): ImportQuestion[] {
  const { number } = column;
  if (number?.rival === undefined) return [];
  const isPoint = number.format === 'point';
  const sample = column.values.find((value) => value.includes(isPoint ? '.' : ',')) ?? column.values[0] ?? '';
  const message = `“${column.name}”: is ${sample} a number in the thousands, or does it have a decimal ${isPoint ? 'point' : 'comma'}?`;
  const choices = [number.format, number.rival].map((value) => ({ value, label: `as in ${numberLabels[value]}` }));
  return [{ file, about: 'numberFormat', message, choices }];
}

/** A log's column whose name suggests a time although its cells are not times. */
export function unrecognisedTime(
  role: ImportRole,
  columns: readonly ColumnProfile[],
  taken: ReadonlySet<string>,
): ColumnProfile | undefined {
  if (role !== 'interactions') return undefined;
  const names = fieldGuesses.interactions.find(({ field }) => field === 'timestamp')?.names.slice(0, 19) ?? [];
  return columns.find(
    (column) =>
      names.includes(plainName(column.name)) && column.type !== 'empty' && column.given > 0 && !column.time && !taken.has(column.name),
  );
}
