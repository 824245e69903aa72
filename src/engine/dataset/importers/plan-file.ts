import type { FileOptions, GuessedField, ImportOptions, ImportQuestion, ImportRole } from '#shared/schemas/dataset';
import { detectTime } from './formats/detect-time';
import { durationUnit } from './formats/durations';
import { detectList, type ListFormat } from './formats/lists';
import { isCounter, timeFormat } from './formats/times';
import { keptColumns } from './kept-columns';
import type { Inspection } from './inspect';
import { flagNotes } from './flag-columns';
import { fileSpec, pipeValues, type CsvFormat, type FileSpec } from './plan';
import type { ColumnProfile } from './profile/profile';
import { mappingQuestions, numberQuestions, timeQuestions, unrecognisedTime } from './questions';
import { proposeByCells } from './roles/headerless';
import { proposeFields, type Proposal } from './roles/propose';
import { valueNotes } from './value-notes';

/** The caller's settings for a file. */
export interface FileRequest {
  readonly role: ImportRole;
  readonly mapping?: Readonly<Record<string, string | undefined>> | undefined;
  readonly options?: FileOptions | undefined;
  readonly shared?: Partial<ImportOptions> | undefined;
}

export interface PlannedFile {
  readonly spec: FileSpec;
  /** Questions that must be answered, or whose guess must be accepted, before the file is read. */
  readonly questions: readonly ImportQuestion[];
  readonly notes: readonly string[];
}

/** How to read a file for a role: the caller's settings, and the best guess for the rest. Pure; rejects nothing. */
export function planFile(
  inspection: Inspection,
  file: string,
  { role, mapping = {}, options = {}, shared = {} }: FileRequest,
): PlannedFile {
  const given = Object.fromEntries(Object.entries(mapping).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const proposal = proposalFor(inspection, role, given, options);
  const isOrder = inspection.shape?.id === 'sequences' && given['timestamp'] === undefined;
  const fields = proposal.fields;
  const map = Object.fromEntries(fields.map(({ field, column }) => [field, column]));
  const columnOf = (field: string): ColumnProfile | undefined => inspection.profiles.find(({ name }) => name === map[field]);
  const timeColumn = columnOf(role === 'interactions' ? 'timestamp' : 'publishedAt');
  const time = timeColumn && (detectTime(timeColumn.values, true, 0) ?? timeColumn.time);
  const numberColumn = columnOf(role === 'interactions' ? 'value' : 'duration');
  const flags = options.flags ?? {};
  const taken = new Set([...Object.values(map), ...Object.keys(flags)]);
  const further = keptColumns(role, inspection.profiles, taken, options.keep);
  const odd =
    options.timestampUnit === undefined && map['timestamp'] === undefined ? unrecognisedTime(role, inspection.profiles, taken) : undefined;
  const label = inspection.file;
  const questions = [
    ...mappingQuestions(label, role, proposal, inspection.profiles),
    ...(timeColumn && options.timestampUnit === undefined && timeColumn.given > 0 && !isOrder
      ? timeQuestions(label, { ...timeColumn, ...(time && { time }) }, false)
      : []),
    ...(odd ? timeQuestions(label, odd, true) : []),
    ...(numberColumn && options.numberFormat === undefined && options.decimalComma === undefined
      ? numberQuestions(label, numberColumn)
      : []),
  ];
  const counts = isOrder || (timeColumn !== undefined && timeColumn.values.every(isCounter));
  const unit = options.timestampUnit ?? time?.unit ?? (counts ? 'order' : 'iso');
  const spec = fileSpec(role, file, {
    format: formatOf(inspection),
    mapping: map,
    guesses: fields,
    ...(inspection.shape && { shape: inspection.shape }),
    timestampUnit: unit,
    timesAreDays: timeColumn !== undefined && (timeFormat(unit).step !== 'moment' || time?.step === 'day'),
    numbers: numberFormatOf(options) ?? numberColumn?.number?.format ?? 'point',
    durationUnit: options.durationUnit ?? durationUnit(map['duration'] ?? '', columnOf('duration')?.values ?? []),
    multiValues: listFormat(options, [columnOf('tags'), columnOf('category')]),
    kept: further.kept,
    dropped: further.dropped,
    nullValues: options.nullValues ?? [],
    notRated: options.notRated ?? [],
    where: options.where ?? [],
    flags,
    defaultKind: shared.defaultKind ?? (map['value'] !== undefined && map['kind'] === undefined ? 'rating' : 'view'),
    kinds: shared.kinds ?? {},
    repeatedIds: options.repeatedIds ?? (repeatsIds(inspection, map[role === 'users' ? 'user' : 'video']) ? 'last' : 'reject'),
  });
  const notes = [
    ...inspection.aboveTable,
    ...further.notes,
    ...valueNotes(role, inspection.profiles, map, options),
    ...flagNotes(role, inspection.profiles, options),
  ];
  return { spec, questions, notes };
}

const numberFormatOf = ({ numberFormat, decimalComma }: FileOptions): FileOptions['numberFormat'] =>
  numberFormat ?? (decimalComma === undefined ? undefined : decimalComma ? 'comma' : 'point');

/** Whether the file has several rows for one id: single properties, or a row per day. */
const repeatsIds = (inspection: Inspection, column: string | undefined): boolean =>
  inspection.shape?.id === 'properties' || hasManyRows(inspection, column);

/** By names where the file has them, by cells otherwise; the caller's mapping takes precedence. */
function proposalFor(inspection: Inspection, role: ImportRole, given: Readonly<Record<string, string>>, options: FileOptions): Proposal {
  const shaped = role === 'interactions' ? (inspection.shape?.mapping ?? {}) : {};
  const proposed = proposeFields(role, inspection.profiles, { ...shaped, ...given }, sameCells(inspection));
  const byName = { ...proposed, fields: proposed.fields.map((guess) => fromShape(guess, shaped, given)) };
  const named = withUnit(byName, role, inspection, options);
  const isComplete = role === 'interactions' ? named.fields.length >= 2 : named.fields.length >= 1;
  if (inspection.hasHeader || inspection.shape !== undefined || isComplete || Object.keys(given).length > 0) return named;
  return proposeByCells(role, inspection.profiles);
}

const fromShape = (guess: GuessedField, shaped: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): GuessedField =>
  shaped[guess.field] === undefined || given[guess.field] !== undefined
    ? guess
    : { ...guess, confidence: 0.9, because: 'the shape of the rows' };

/** A time whose unit the caller stated is read in that unit, whatever its size. */
function withUnit(proposal: Proposal, role: ImportRole, inspection: Inspection, { timestampUnit }: FileOptions): Proposal {
  if (role !== 'interactions' || timestampUnit === undefined || proposal.fields.some(({ field }) => field === 'timestamp')) return proposal;
  const taken = new Set(proposal.fields.map(({ column }) => column));
  const column = unrecognisedTime(role, inspection.profiles, taken);
  if (!column) return proposal;
  const found: GuessedField = {
    field: 'timestamp',
    column: column.name,
    confidence: 0.9,
    because: 'its name, and the unit that was given',
  };
  return { ...proposal, fields: [...proposal.fields, found] };
}

/** Whether two columns have the same cells and count as one, such as Amazon's two product ids. */
const sameCells =
  ({ rows }: Inspection) =>
  (a: ColumnProfile, b: ColumnProfile): boolean =>
    rows.slice(0, 1_000).every((row) => row[a.position] === row[b.position]);

const formatOf = ({ dialect, encoding, hasHeader, names, trailingDelimiter, wraps }: Inspection): CsvFormat => ({
  syntax: dialect.syntax,
  delimiter: dialect.delimiter,
  encoding,
  hasHeader: hasHeader && dialect.syntax === 'delimited',
  // These names are also unique where headers are equal or empty.
  columns: names,
  quotes: dialect.quotes,
  skipLines: dialect.skipLines,
  ...(dialect.comment !== undefined && { comment: dialect.comment }),
  trailingDelimiter,
  wraps,
});

function listFormat(options: FileOptions, columns: readonly (ColumnProfile | undefined)[]): ListFormat {
  if (options.multiValueSeparator !== undefined) return { ...pipeValues, separators: [options.multiValueSeparator] };
  return { ...pipeValues, ...detectList(columns.flatMap((column) => column?.values ?? [])) };
}

/** Whether the table has several rows per id, as tables of days or versions have. */
function hasManyRows({ profiles }: Inspection, column: string | undefined): boolean {
  const found = profiles.find(({ name }) => name === column);
  return found !== undefined && found.rows >= 10 && found.repetition > 1.25;
}
