import type { CellWraps } from './dialect/cell-wraps';
import type {
  DurationUnit,
  GuessedField,
  ImportRole,
  ImportOptions,
  NumberFormat,
  RowFilter,
  RowShapeId,
  TextEncoding,
  TimestampUnit,
} from '#shared/schemas/dataset';
import type { FurtherColumn } from '../../model/dataset';
import type { ListFormat } from './formats/lists';

/** What a file holds. `tags` files have one row per (video, tag); their rows become tags of the videos. */
export type FileRole = 'interactions' | 'videos' | 'users' | 'tags';

/** How bytes become cells. */
export interface CsvFormat {
  readonly syntax: 'delimited' | 'json';
  readonly delimiter: string;
  readonly encoding: TextEncoding;
  readonly hasHeader: boolean;
  /** Names of the columns, in order, of a file without a header. */
  readonly columns?: readonly string[];
  /** How a quotation mark is written within quotes; `none`: it is a character like any other. */
  readonly quotes: 'double' | 'backslash' | 'none';
  /** Lines before the table. */
  readonly skipLines: number;
  /** What begins a line that is a comment. */
  readonly comment?: string;
  /** Every row ends with a delimiter and nothing after it. */
  readonly trailingDelimiter: boolean;
  readonly wraps: CellWraps;
}

/** What the rows are, where they are not yet the rows of the table; `source`: the columns before, `sample`: some of their rows. */
export interface RowShapeSpec {
  readonly id: RowShapeId;
  /** Fields that the shape itself determines. */
  readonly mapping: Readonly<Record<string, string>>;
  /** What such rows are about, where the shape shows it. */
  readonly role?: ImportRole;
  readonly source: readonly string[];
  readonly sample: readonly (readonly string[])[];
}

/** An unmapped column that is kept. */
export interface KeptColumn {
  readonly column: string;
  /** Its name in the workspace. */
  readonly name: string;
  readonly type: FurtherColumn['type'];
  readonly timestampUnit: TimestampUnit;
  readonly numbers: NumberFormat;
  readonly lists: ListFormat;
}

/** Everything needed to read one file, as data: bulk readers turn it into SQL, others into a loop. */
export interface FileSpec {
  readonly role: FileRole;
  /** Name or path of the file. */
  readonly file: string;
  readonly format: CsvFormat;
  /** Our field → the file's column. Fields of a role: see `fieldsOfRole`. */
  readonly mapping: Readonly<Record<string, string>>;
  /** The confidence in each of them and its reason; the caller's own choices are certain. */
  readonly guesses: readonly GuessedField[];
  readonly shape?: RowShapeSpec;
  readonly timestampUnit: TimestampUnit;
  /** The times have a resolution of a day or more, so repetitions within it are not duplicate rows. */
  readonly timesAreDays: boolean;
  readonly numbers: NumberFormat;
  readonly durationUnit: DurationUnit;
  readonly multiValues: ListFormat;
  /** Label → column with 0 or 1 that says whether the row has this category (instead of one category column). */
  readonly categoryFlags?: Readonly<Record<string, string>>;
  /** The columns to keep beside the mapped ones. */
  readonly kept: readonly KeptColumn[];
  /** Columns that are dropped. */
  readonly dropped: readonly string[];
  /** Text cells carry an apostrophe where they would start a spreadsheet formula; `bareFormula` removes it. */
  readonly inertFormulas: boolean;
  /** RankLab wrote the file: headers say the types of further columns, and no row repeats another by mistake. */
  readonly written: boolean;
  /** Texts are written with HTML entities. */
  readonly entities: boolean;
  /** Further cells that mean "not given". */
  readonly nullValues: readonly string[];
  /** NULL, NaN and the like are literal values instead of "not given". */
  readonly literalMarks: boolean;
  /** Values that mean "not rated". */
  readonly notRated: readonly number[];
  /** Only rows that fit all of these are read. */
  readonly where: readonly RowFilter[];
  /** Interactions: column with 0 or 1 → kind of the interaction that every 1 is; a row without any is none. */
  readonly flags: Readonly<Record<string, string>>;
  /** Interactions: the kind where the file has no kind column or an empty cell. */
  readonly defaultKind: string;
  readonly kinds: Readonly<Record<string, string | null>>;
  readonly repeatedIds: 'first' | 'last' | 'reject';
}

export interface ImportPlan {
  /** Users first, then videos, tags, interactions; a second interactions file is the test side of the split “predefined”. */
  readonly files: readonly FileSpec[];
  readonly unknownIds: 'add' | 'reject';
  readonly duplicates?: ImportOptions['duplicates'];
  readonly sameIds: NonNullable<ImportOptions['sameIds']>;
  readonly rejectLimit: number;
  /** Notes to show before the import starts. */
  readonly notes: readonly string[];
}

/** The fields of each role; the first ones, up to `required`, must be mapped. */
export const fieldsOfRole = {
  interactions: { required: ['user', 'video'], optional: ['timestamp', 'value', 'kind'] },
  videos: { required: ['video'], optional: ['title', 'description', 'tags', 'category', 'creator', 'publishedAt', 'duration'] },
  users: { required: ['user'], optional: [] },
  tags: { required: ['video', 'tag'], optional: [] },
} as const satisfies Record<FileRole, { required: readonly string[]; optional: readonly string[] }>;

export const commaCsv: CsvFormat = {
  syntax: 'delimited',
  delimiter: ',',
  encoding: 'utf-8',
  hasHeader: true,
  quotes: 'double',
  skipLines: 0,
  trailingDelimiter: false,
  wraps: { spreadsheetText: false, apostrophes: false, printed: false },
};
export const pipeValues: ListFormat = { separators: ['|'], nested: false, escaped: false, noneCells: [] };
/** An import with a larger share of unreadable rows than this changes nothing. */
export const defaultRejectLimit = 0.05;

/** A spec with the usual settings; presets and guesses state only what differs. */
export function fileSpec(role: FileRole, file: string, differing: Partial<Omit<FileSpec, 'role' | 'file'>>): FileSpec {
  return {
    role,
    file,
    format: commaCsv,
    mapping: {},
    guesses: [],
    timestampUnit: 's',
    timesAreDays: false,
    numbers: 'point',
    durationUnit: 's',
    multiValues: pipeValues,
    kept: [],
    dropped: [],
    inertFormulas: false,
    written: false,
    entities: false,
    nullValues: [],
    literalMarks: false,
    notRated: [],
    where: [],
    flags: {},
    defaultKind: 'view',
    kinds: {},
    repeatedIds: 'reject',
    ...differing,
  };
}
