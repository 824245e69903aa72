import { RankLabError } from '#shared/errors';
import type { FileOptions } from '#shared/schemas/dataset';
import { detectWraps, isRuler, unwrapped, type CellWraps } from './dialect/cell-wraps';
import { cutObjects, objectCells, objectTable } from './dialect/json-rows';
import { binaryKind } from './dialect/binary';
import { cutRecords } from './dialect/records';
import { endOfLines, sniffDialect, type Dialect } from './dialect/sniff';
import { hasHeaderRow, uniqueHeaders } from './headers';
import { importLimits } from './limits';
import type { RowShapeSpec } from './plan';
import { profileColumns, type ColumnProfile } from './profile/profile';
import { rowShape, rowShapes } from './shapes/registry';
import type { RowShape } from './shapes/shape';

/** Text of a file: its beginning, and whole lines from all over it. */
export interface TextSample {
  readonly head: string;
  /** Pieces of whole lines from after the head, in order. */
  readonly slices: readonly string[];
  /** The head is the complete file. */
  readonly isWhole: boolean;
  readonly encoding: string;
  /** Size of the file's text; an estimate where it is compressed. */
  readonly bytes: number;
}

/** What can be detected about a file without knowing its role. */
export interface Inspection {
  readonly file: string;
  readonly dialect: Dialect;
  readonly encoding: string;
  readonly hasHeader: boolean;
  /** The table's columns: the file's own, or those that its shape gives. */
  readonly names: readonly string[];
  /** Sampled rows of the table, those of the file's beginning first. */
  readonly rows: readonly (readonly string[])[];
  readonly profiles: readonly ColumnProfile[];
  readonly shape?: RowShapeSpec;
  readonly trailingDelimiter: boolean;
  readonly wraps: CellWraps;
  /** What is said about lines above the table. */
  readonly aboveTable: readonly string[];
  readonly warnings: readonly string[];
  readonly rowCount: { readonly count: number; readonly isExact: boolean };
}

/** Settings that override detection. */
export interface InspectionOptions extends FileOptions {
  /** Names of the columns of a file without a header. */
  readonly columns?: readonly string[] | undefined;
}

const judgedRows = 20_000;
const defaultSampleRows = 200;

/**
 * Looks at a sample: how it is written, whether it has a header, what its rows are, and what each column looks like.
 * @throws IMPORT_FAILED for an empty file, or one that is not a table of text.
 */
export function inspect(sample: TextSample, file: string, options: InspectionOptions = {}): Inspection {
  if (sample.head === '') throw refused(file, 'The file is empty', 'Choose a file with at least a header and one row');
  const binary = binaryKind(sample.head);
  if (binary) throw refused(file, `This is not a table but ${binary.kind}`, binary.remedy);
  const dialect = sniffDialect(sample.head, options);
  const table = dialect.syntax === 'json' ? jsonTable(sample) : delimitedTable(sample, dialect, file, options);
  const wraps = detectWraps(table.header, table.records);
  const clean = (row: readonly string[]): string[] => row.map((cell) => unwrapped(cell, wraps));
  const wrapped = wraps.spreadsheetText || wraps.apostrophes || wraps.printed;
  const records = wrapped ? table.records.filter((record) => !(wraps.printed && isRuler(record))).map(clean) : table.records;
  const { trailingDelimiter } = table;
  const header = table.header && wrapped ? clean(table.header) : table.header;
  const shape = shapeOf(options.shape, records, header);
  const width = table.width;
  if (width > importLimits.columnCount && shape?.id !== 'matrix') {
    throw refused(file, `${width} columns; at most ${importLimits.columnCount} are supported`, 'Check the delimiter, or remove columns');
  }
  const { names: source, warnings } = header ? uniqueHeaders(header) : { names: numberedColumns(width), warnings: [] };
  const shaped = shape === undefined ? undefined : shapeRows(shape, source, records);
  const rows = shaped?.rows ?? records;
  const found = shaped?.columns ?? source;
  const names = options.columns?.length === found.length ? options.columns : found;
  return {
    file,
    dialect,
    encoding: sample.encoding,
    hasHeader: header !== undefined,
    names,
    rows,
    profiles: profileColumns(names, rows, options.nullValues),
    ...(shape &&
      shaped && {
        shape: {
          id: shape.id,
          ...(shaped.role && { role: shaped.role }),
          mapping: namedAs(shaped.mapping, found, names),
          source,
          sample: records.slice(0, shape.sampleRows ?? defaultSampleRows),
        },
      }),
    trailingDelimiter,
    wraps,
    aboveTable: titleNotes(sample.head, dialect),
    warnings: [
      ...warnings,
      ...tableWarnings(table.headRecords, shape ? undefined : width, header !== undefined || options.columns !== undefined),
    ],
    rowCount: estimate(sample, table.headRecords.length),
  };
}

/** The title of a report above its table; `sep=;` is none. */
function titleNotes(head: string, { skipLines }: Dialect): string[] {
  const title = head.slice(0, endOfLines(head, skipLines)).trim();
  return title === '' || /^sep=/i.test(title) ? [] : [`Lines above the table are not read: ${title.replace(/\s+/g, ' ').slice(0, 120)}`];
}

const refused = (file: string, message: string, remedy: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${file}: ${message}`, { place: file, remedy });

const numberedColumns = (count: number): string[] => Array.from({ length: count }, (_, i) => `column ${i + 1}`);

interface Table {
  /** Undefined: the first row is data. */
  readonly header: readonly string[] | undefined;
  readonly width: number;
  /** Rows below the header, from the whole sample. */
  readonly records: readonly (readonly string[])[];
  /** Those from the beginning of the file. */
  readonly headRecords: readonly (readonly string[])[];
  readonly trailingDelimiter: boolean;
}

function jsonTable(sample: TextSample): Table {
  const cells = [sample.head, ...sample.slices]
    .flatMap((text) => cutObjects(text, judgedRows).objects)
    .flatMap((text) => objectCells(text) ?? []);
  const { names, rows } = objectTable(cells);
  return { header: names, width: names.length, records: rows, headRecords: rows, trailingDelimiter: false };
}

function delimitedTable(sample: TextSample, dialect: Dialect, file: string, options: InspectionOptions): Table {
  const text = sample.head.slice(endOfLines(sample.head, dialect.skipLines));
  const all = cutRecords(sample.isWhole ? text : withoutLastLine(text), dialect, judgedRows).records;
  if (all.length === 0) throw refused(file, 'The file contains only blank lines', 'Choose a file with at least one row');
  const below = all.slice(1);
  const trailing = hasTrailingEmptyCell(below, all[0]);
  const trimmed = trailing ? all.map((record) => withoutLastEmpty(record, all[0])) : all;
  const isSection = trimmed[0].length === 1 && /:\s*$/.test(trimmed[0][0]) && trimmed.some((record) => record.length > 1);
  const hasHeader = options.hasHeader ?? (!isSection && hasHeaderRow(trimmed.slice(0, 2_000)));
  const headRecords = hasHeader ? trimmed.slice(1) : trimmed;
  const width = hasHeader ? trimmed[0].length : usualWidth(trimmed);
  const elsewhere = sample.slices.flatMap((slice) =>
    cutRecords(slice, dialect).records.map((record) => (trailing ? withoutLastEmpty(record, all[0]) : record)),
  );
  return {
    header: hasHeader ? trimmed[0] : undefined,
    width,
    records: [...headRecords, ...elsewhere],
    headRecords,
    trailingDelimiter: trailing,
  };
}

function usualWidth(records: readonly (readonly string[])[]): number {
  const times = new Map<number, number>();
  for (const { length } of records) times.set(length, (times.get(length) ?? 0) + 1);
  return [...times].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}

/** The last line of a head may be cut off in the middle. */
function withoutLastLine(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end < 0 ? text : text.slice(0, end + 1);
}

/** Whether every row ends with an empty cell for which the header, if there is one, has no name. */
function hasTrailingEmptyCell(rows: readonly (readonly string[])[], first: readonly string[]): boolean {
  const width = rows[0]?.length ?? 0;
  if (width < 3 || !rows.every((row) => row.length < width || row.at(-1) === '')) return false;
  return first.length === width - 1 || (first.length === width && first.at(-1) === '');
}

const withoutLastEmpty = (row: readonly string[], first: readonly string[]): string[] =>
  row.at(-1) === '' && (row.length > first.length || first.at(-1) === '') ? row.slice(0, -1) : [...row];

function shapeOf(requestedShape: FileOptions['shape'], rows: Table['records'], header: Table['header']): RowShape | undefined {
  if (requestedShape !== undefined) return rowShape(requestedShape);
  const beginning = rows.slice(0, 500);
  return rowShapes.find((shape) => shape.fits(beginning, header));
}

/** The shape's columns under the names that a preset gives them. */
const namedAs = (mapping: Readonly<Record<string, string>>, from: readonly string[], to: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(mapping).map(([field, column]) => [field, to[from.indexOf(column)] ?? column]));

function shapeRows(shape: RowShape, source: readonly string[], records: Table['records']) {
  const table = shape.open(source, records.slice(0, shape.sampleRows ?? defaultSampleRows));
  const rows: string[][] = [];
  for (const record of records) {
    table.row(record, (row) => rows.push([...row]));
    if (rows.length >= judgedRows) break;
  }
  table.end?.((row) => rows.push([...row]));
  return { columns: table.columns, mapping: table.mapping, rows, role: table.role };
}

function tableWarnings(rows: Table['headRecords'], width: number | undefined, isNamed: boolean): string[] {
  const isRagged = (row: readonly string[]): boolean => width !== undefined && row.length !== width;
  const ragged = rows.filter(isRagged).length;
  const first = rows.findIndex(isRagged);
  return [
    ...(rows.length === 0 ? ['The file has a header and no rows'] : []),
    ...(ragged > 0
      ? [
          `${ragged} of the first ${rows.length} rows do not have ${width} cells, the first of them is row ${first + 1}; such rows are rejected`,
        ]
      : []),
    ...(isNamed ? [] : ['No header found: columns are numbered']),
  ];
}

function estimate({ head, isWhole, bytes }: TextSample, rows: number): Inspection['rowCount'] {
  if (isWhole) return { count: rows, isExact: true };
  return { count: Math.round((rows * bytes) / Math.max(1, head.length)), isExact: false };
}
