import type { TextEncoding, TimestampUnit } from '#shared/schemas/dataset';

/** What a file holds. `tags` files have one row per (video, tag); their rows become tags of the videos. */
export type FileRole = 'interactions' | 'videos' | 'users' | 'tags';

/** How bytes become cells. */
export interface CsvFormat {
  readonly delimiter: string;
  readonly encoding: TextEncoding;
  readonly hasHeader: boolean;
  /** Names of the columns, in order, of a file without a header. */
  readonly columns?: readonly string[];
  /** False: a quotation mark is a character like any other. */
  readonly quoted: boolean;
}

/** How one cell becomes several labels. */
export interface MultiValueFormat {
  readonly separator: string;
  /** A separator or backslash inside a value is written with a backslash before it (see `splitValues`). */
  readonly escaped: boolean;
  /** Cells that mean "none", such as "(no genres listed)". */
  readonly noneCells: readonly string[];
}

/** Everything needed to read one file, as data: bulk readers turn it into SQL, others into a loop. */
export interface FileSpec {
  readonly role: FileRole;
  /** Name or path of the file. */
  readonly file: string;
  readonly format: CsvFormat;
  /** Our field → the file's column. Fields of a role: see `fieldsOfRole`. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly timestampUnit: TimestampUnit;
  readonly decimalComma: boolean;
  readonly multiValues: MultiValueFormat;
  /** Label → column with 0 or 1 that says whether the row has this category (instead of one category column). */
  readonly categoryFlags?: Readonly<Record<string, string>>;
  /** A users' file: keep every further column for segments. */
  readonly keepOtherColumns: boolean;
  /** Text cells carry an apostrophe where they would start a spreadsheet formula; `bareFormula` takes it off. */
  readonly inertFormulas: boolean;
  /** Interactions: the kind where the file has no kind column or an empty cell. */
  readonly defaultKind: string;
  readonly kinds: Readonly<Record<string, string>>;
}

export interface ImportPlan {
  /** Users first, then videos, tags, interactions; a second interactions file is the test side of the split “predefined”. */
  readonly files: readonly FileSpec[];
  readonly unknownIds: 'add' | 'reject';
  /** What people should know before they start. */
  readonly notes: readonly string[];
}

/** The fields of each role; the first ones, up to `required`, must be mapped. */
export const fieldsOfRole = {
  interactions: { required: ['user', 'video'], optional: ['timestamp', 'value', 'kind'] },
  videos: { required: ['video'], optional: ['title', 'description', 'tags', 'category', 'creator', 'publishedAt', 'duration'] },
  users: { required: ['user'], optional: [] },
  tags: { required: ['video', 'tag'], optional: [] },
} as const satisfies Record<FileRole, { required: readonly string[]; optional: readonly string[] }>;

export const commaCsv: CsvFormat = { delimiter: ',', encoding: 'utf-8', hasHeader: true, quoted: true };
const pipeValues: MultiValueFormat = { separator: '|', escaped: false, noneCells: [] };

/** A spec with the usual settings; presets and guesses state only what differs. */
export function fileSpec(role: FileRole, file: string, differing: Partial<Omit<FileSpec, 'role' | 'file'>>): FileSpec {
  return {
    role,
    file,
    format: commaCsv,
    mapping: {},
    timestampUnit: 's',
    decimalComma: false,
    multiValues: pipeValues,
    keepOtherColumns: role === 'users',
    inertFormulas: false,
    defaultKind: 'view',
    kinds: {},
    ...differing,
  };
}
