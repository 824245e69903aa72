import type { FileOptions, FilePreview, ImportRole } from '#shared/schemas/dataset';
import { decodeText, detectEncoding } from './dialect/encoding';
import { describeFormat } from './format-words';
import { inspect, type Inspection, type TextSample } from './inspect';
import { planFile, type PlannedFile } from './plan-file';
import { lookWithPreset, planPresetFile, recognise } from './preset-plan';
import { QuoteScanner } from './dialect/quotes';
import { guessRole } from './roles/role';

const shownRows = 50;

/** What was detected about a file, and how it would be read. */
interface Judged {
  readonly inspection: Inspection;
  readonly role: ImportRole | undefined;
  readonly preset: string | undefined;
  readonly planned: PlannedFile;
}

/**
 * Looks at a sample and plans how to read it: by the preset that it matches, or by the form of its columns. Without a role, one is
 * guessed; a file that matches no role is planned as a log.
 * @throws IMPORT_FAILED for an empty file, or one that is not a table of text.
 */
function judge(
  sample: TextSample,
  file: string,
  request: {
    readonly role?: ImportRole | undefined;
    readonly mapping?: Readonly<Record<string, string | undefined>> | undefined;
    readonly options?: FileOptions;
  },
): Judged {
  const { options = {}, mapping } = request;
  const inspection = inspect(sample, file, options);
  const known = Object.keys(mapping ?? {}).length > 0 ? undefined : recognise(inspection, request.role);
  if (known && known.file.spec.role !== 'tags') {
    const read = lookWithPreset(sample, file, known.file, options);
    const planned = planPresetFile(read, file, known.file, { options });
    const notes = [`It is in the format “${known.preset}”`, ...known.notes, ...planned.notes];
    return { inspection: read, role: known.file.spec.role, preset: known.preset, planned: { ...planned, notes } };
  }
  const role =
    request.role ??
    inspection.shape?.role ??
    (inspection.hasHeader ? guessRole(inspection.profiles) : undefined) ??
    (inspection.shape && 'interactions');
  return { inspection, role, preset: undefined, planned: planFile(inspection, file, { role: role ?? 'interactions', mapping, options }) };
}

/** Detects what the first bytes of a text file show; `isWhole` means that they are the complete file. Options override detection. */
export function previewCsv(head: Uint8Array, file: string, isWhole = false, options: FileOptions = {}): FilePreview {
  const { encoding, markBytes } = options.encoding ? { encoding: options.encoding, markBytes: 0 } : detectEncoding(head);
  const text = decodeText(head.subarray(markBytes), encoding).replace(/^\ufeff/, '');
  return previewSample({ head: text, slices: [], isWhole, encoding, bytes: head.length }, file, options);
}

/** A sample in the form in which it is shown to the user. */
export function previewSample(sample: TextSample, file: string, options: FileOptions = {}, wantedRole?: ImportRole): FilePreview {
  const { inspection, role: found, preset, planned } = judge(sample, file, { role: wantedRole, options });
  const { spec } = planned;
  const isLog = found === undefined && spec.mapping['timestamp'] !== undefined && spec.mapping['video'] !== undefined;
  const role = found ?? (isLog ? 'interactions' : 'unknown');
  const isTimed = spec.mapping['timestamp'] !== undefined || spec.mapping['publishedAt'] !== undefined;
  const unit = options.timestampUnit ?? (role !== 'unknown' && isTimed ? spec.timestampUnit : undefined);
  const mapping = role === 'unknown' ? {} : spec.mapping;
  return {
    file,
    delimiter: inspection.dialect.delimiter,
    encoding: inspection.encoding,
    hasHeader: inspection.hasHeader,
    columns: inspection.profiles.map(({ name, type, values }) => ({ name, type, samples: values.slice(0, 5) })),
    rows: inspection.rows.slice(0, shownRows).map((row) => [...row]),
    guess: { role, mapping: { ...mapping } },
    fields: role === 'unknown' ? [] : [...spec.guesses],
    kept: role === 'unknown' ? [] : spec.kept.map(({ column, type }) => ({ column, type })),
    questions: role === 'unknown' ? [] : [...planned.questions],
    ...(preset !== undefined && { preset }),
    shape: inspection.shape?.id ?? 'table',
    format: describeFormat(spec),
    rowCount: { ...inspection.rowCount },
    warnings: [
      ...inspection.warnings,
      ...quoteWarnings(sample, inspection),
      ...nulWarnings(sample.head),
      ...(role === 'unknown' ? [] : planned.notes),
    ],
    ...(unit !== undefined && { timestampUnit: unit }),
    decimalComma: options.decimalComma ?? inspection.profiles.some(({ number }) => number?.format === 'comma'),
  };
}

function quoteWarnings({ head, isWhole }: TextSample, { dialect }: Inspection): string[] {
  if (dialect.syntax !== 'delimited' || dialect.quotes !== 'double' || !head.includes('"')) return [];
  const scanner = new QuoteScanner(dialect.delimiter);
  scanner.feed(Uint8Array.from(head, (sign) => Math.min(sign.charCodeAt(0), 255)));
  const { lines, unterminatedAtLine } = scanner.finish();
  // In a part of a file a quoted cell may continue beyond the end; one that began long before the end is unclosed.
  if (unterminatedAtLine === undefined || (!isWhole && lines - unterminatedAtLine < 20)) return [];
  return [`A quotation mark opens on line ${unterminatedAtLine} and is never closed; that row will be rejected`];
}

const nulWarnings = (text: string): string[] =>
  text.includes('\0') ? ['The file contains NUL characters; rows with them are rejected'] : [];
