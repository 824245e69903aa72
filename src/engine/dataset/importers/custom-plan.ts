import { RankLabError } from '#shared/errors';
import type { FileOptions, FilePreview, ImportOptions, TimestampUnit } from '#shared/schemas/dataset';
import { fieldsOfRole, fileSpec, type CsvFormat, type FileRole, type FileSpec, type ImportPlan } from './plan';
import { inImportOrder } from './plan-preset';
import { detectTimestampUnit } from './timestamps';

/** One file of a custom import: where it is, what was detected in it, and which column is what. */
export interface CustomFile {
  readonly role: Exclude<FileRole, 'tags'>;
  readonly file: string;
  readonly preview: FilePreview;
  readonly mapping: Readonly<Record<string, string | undefined>>;
}

/**
 * The plan of an import with mapped columns: what was detected, overridden by the options.
 * @throws INVALID_ARGUMENT naming a mapped column that a file does not have, and the columns it has.
 */
export function planCustom(files: readonly CustomFile[], options: Partial<ImportOptions> = {}): ImportPlan {
  return {
    files: inImportOrder(files.map((file) => customSpec(file, options))),
    unknownIds: options.unknownIds ?? 'add',
    notes: [],
  };
}

function customSpec({ role, file, preview, mapping }: CustomFile, options: Partial<ImportOptions>): FileSpec {
  const own: FileOptions = options[role] ?? {};
  const given = Object.fromEntries(Object.entries(mapping).filter((entry): entry is [string, string] => entry[1] !== undefined));
  requireColumns(role, file, given, preview);
  const { hasHeader } = preview;
  const format: CsvFormat = {
    delimiter: own.delimiter ?? preview.delimiter,
    encoding: own.encoding ?? (preview.encoding as CsvFormat['encoding']),
    hasHeader,
    // The names of the preview also tell apart equal and empty headers, which a bulk reader would rename its own way.
    columns: preview.columns.map((column) => column.name),
    quoted: true,
  };
  return fileSpec(role, file, {
    format,
    mapping: given,
    timestampUnit: own.timestampUnit ?? unitOfMapped(preview, given) ?? preview.timestampUnit ?? 's',
    decimalComma: own.decimalComma ?? preview.decimalComma ?? false,
    multiValues: { separator: own.multiValueSeparator ?? separatorOf(preview, given), escaped: false, noneCells: [] },
    defaultKind: options.defaultKind ?? (given['value'] !== undefined && given['kind'] === undefined ? 'rating' : 'view'),
    kinds: options.kinds ?? {},
  });
}

/** The analyst may map another column to time than was guessed: look at that one. */
function unitOfMapped(preview: FilePreview, mapping: Readonly<Record<string, string>>): TimestampUnit | undefined {
  const column = mapping['timestamp'] ?? mapping['publishedAt'];
  const index = preview.columns.findIndex(({ name }) => name === column);
  return index < 0 ? undefined : detectTimestampUnit(preview.rows.map((row) => row[index] ?? ''));
}

function requireColumns(role: CustomFile['role'], file: string, mapping: Readonly<Record<string, string>>, preview: FilePreview): void {
  const names = preview.columns.map((column) => column.name);
  for (const field of fieldsOfRole[role].required) {
    if (mapping[field] !== undefined) continue;
    throw new RankLabError('INVALID_ARGUMENT', `${file}: no column is mapped to “${field}”`, {
      place: `${role}.${field}`,
      remedy: `Map one of: ${names.join(', ')}`,
    });
  }
  for (const [field, column] of Object.entries(mapping)) {
    if (names.includes(column)) continue;
    throw new RankLabError('INVALID_ARGUMENT', `${file} has no column “${column}” (mapped to ${field}); it has ${names.join(', ')}`, {
      place: `${role}.${field}`,
      value: column,
      remedy: `Map one of: ${names.join(', ')}`,
    });
  }
}

/** What divides several tags or categories in a cell: the sign found in most samples of those columns, else `|`. */
function separatorOf(preview: FilePreview, mapping: Readonly<Record<string, string>>): string {
  const columns = [mapping['tags'], mapping['category']];
  const samples = preview.columns.filter((column) => columns.includes(column.name)).flatMap((column) => column.samples);
  const uses = ['|', ';', ','].map((sign) => [sign, samples.filter((sample) => sample.includes(sign)).length] as const);
  const best = uses.reduce((most, use) => (use[1] > most[1] ? use : most), ['|', 0] as const);
  return best[0];
}
