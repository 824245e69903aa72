import type { FileOptions, FilePreview, ImportQuestion, ImportRequest } from '#shared/schemas/dataset';
import type { Registries } from '#shared/schemas/system';

type Preset = Registries['importPresets'][number];

export type FileRole = 'interactions' | 'videos' | 'users' | 'ignore';

/** A field of ours that a column can be mapped to. */
interface RoleField {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
}

const field = (name: string, label: string, required = false): RoleField => ({ name, label, required });

export const roleFields: Readonly<Record<FileRole, readonly RoleField[]>> = {
  interactions: [
    field('user', 'User', true),
    field('video', 'Video', true),
    field('timestamp', 'Time'),
    field('value', 'Value'),
    field('kind', 'Kind'),
  ],
  videos: [
    field('video', 'Video', true),
    field('title', 'Title'),
    field('description', 'Description'),
    field('tags', 'Tags'),
    field('category', 'Category'),
    field('creator', 'Creator'),
    field('publishedAt', 'Published'),
    field('duration', 'Duration'),
  ],
  users: [field('user', 'User', true)],
  ignore: [],
};

/** One file of an import: its role, and its column mapping (our field → its column). */
export interface PlannedFile {
  readonly path: string;
  readonly name: string;
  readonly role: FileRole;
  readonly mapping: Readonly<Record<string, string>>;
  /** Format settings that override detection. */
  readonly options?: FileOptions;
  /** The known format that it is in, as long as its columns are taken as that format has them. */
  readonly preset?: string;
  /** What has to be said before it can be read. */
  readonly questions?: readonly ImportQuestion[];
}

export function planFile(path: string, name: string, preview: FilePreview): PlannedFile {
  const role = preview.guess.role === 'unknown' ? 'ignore' : preview.guess.role;
  const { preset, questions } = preview;
  return { path, name, role, mapping: preview.guess.mapping, ...(preset !== undefined && { preset }), ...(questions && { questions }) };
}

/** The file without the question about `about`: it has been answered. */
export function withAnswer(file: PlannedFile, about: string | undefined): PlannedFile {
  const left = file.questions?.filter((question) => question.about !== about);
  return left ? { ...file, questions: left } : file;
}

/** After a change of role, columns with the same meaning stay mapped. */
export function withRole(file: PlannedFile, role: FileRole): PlannedFile {
  const known = new Set(roleFields[role].map(({ name }) => name));
  return { ...unknownFormat(file), role, mapping: Object.fromEntries(Object.entries(file.mapping).filter(([name]) => known.has(name))) };
}

/** Maps a column to a field, one to one. `undefined` unmaps the column. */
export function withColumn(file: PlannedFile, column: string, fieldName: string | undefined): PlannedFile {
  const others = Object.entries(file.mapping).filter(([name, mapped]) => mapped !== column && name !== fieldName);
  const mapping = Object.fromEntries(fieldName === undefined ? others : [...others, [fieldName, column]]);
  return withAnswer({ ...unknownFormat(file), mapping }, fieldName);
}

/** Once its columns are mapped by hand, a file is no longer read as a known format. */
function unknownFormat({ preset: _known, ...file }: PlannedFile): PlannedFile {
  return file;
}

/** Messages about what still prevents the import; empty if nothing does. */
export function planProblems(files: readonly PlannedFile[]): string[] {
  const problems: string[] = files.every(({ role }) => role === 'ignore') ? ['Choose what each file contains'] : [];
  for (const role of ['interactions', 'videos', 'users'] as const) {
    const of = files.filter((file) => file.role === role);
    const [first, ...others] = of;
    const other = others.find(({ mapping }) => first && !isSame(first.mapping, mapping));
    if (first && other) problems.push(`${first.name} and ${other.name} both hold ${role}, but their columns are not mapped alike`);
  }
  for (const { name, role, questions = [] } of files)
    if (role !== 'ignore') problems.push(...questions.map(({ message }) => `${name}: ${message}`));
  for (const file of files)
    for (const { name, label, required } of roleFields[file.role])
      if (required && file.mapping[name] === undefined) problems.push(`${file.name}: say which column is “${label}”`);
  return problems;
}

const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys({ ...a, ...b }).every((field) => a[field] === b[field]);

type CustomRequest = Exclude<ImportRequest, { from: string }>;

/** The request for files mapped by hand. Call it only when there are no problems. */
export function planRequest(files: readonly PlannedFile[], mode: ImportRequest['mode'], options: CustomRequest['options']): CustomRequest {
  const of = (role: FileRole): PlannedFile[] => files.filter((file) => file.role === role);
  const [logs, videos, users] = [of('interactions'), of('videos'), of('users')];
  // Everything that was not sure has been asked and answered here.
  const acceptGuesses = files.some(({ questions }) => questions !== undefined);
  return {
    ...(logs.length > 0 && { interactions: paths(logs), ...(isMapped(logs) && { map: logs[0]?.mapping ?? {} }) }),
    mode,
    ...(videos.length > 0 && { videos: paths(videos), ...(isMapped(videos) && { mapVideos: videos[0]?.mapping ?? {} }) }),
    ...(users.length > 0 && { users: paths(users), ...(isMapped(users) && { mapUsers: users[0]?.mapping ?? {} }) }),
    ...(acceptGuesses && { acceptGuesses }),
    ...(options && { options: { ...options, ...fileOptions(files) } }),
  };
}

const paths = (files: readonly PlannedFile[]): string | string[] =>
  files.length === 1 ? (files[0]?.path ?? '') : files.map(({ path }) => path);

/** The service reads a known format by itself. */
const isMapped = (files: readonly PlannedFile[]): boolean => files.some(({ preset }) => preset === undefined);

/** By role, of the files that are to be read in another way than was detected. */
const fileOptions = (files: readonly PlannedFile[]): Partial<Record<FileRole, FileOptions>> =>
  Object.fromEntries(files.flatMap(({ role, options }) => (role === 'ignore' || options === undefined ? [] : [[role, options]])));

/** The options with one of them set, or left to detection. */
export function withOption<Name extends keyof FileOptions>(
  options: FileOptions | undefined,
  name: Name,
  value: FileOptions[Name] | undefined,
): FileOptions | undefined {
  const others = Object.fromEntries(Object.entries(options ?? {}).filter(([key]) => key !== name));
  const all = value === undefined ? others : { ...others, [name]: value };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** The distinct kinds in the beginning of a log, in order of appearance. */
export function kindsSeen(file: PlannedFile, preview: FilePreview, most = 12): string[] {
  const column = preview.columns.findIndex(({ name }) => name === file.mapping['kind']);
  if (file.role !== 'interactions' || column < 0) return [];
  return [...new Set(preview.rows.map((row) => row[column] ?? ''))].filter((kind) => kind !== '').slice(0, most);
}

/** Columns of 0 and 1 that no field takes, each with the kind that its name suggests. */
export function kindSuggestions({ columns, fields }: Pick<FilePreview, 'columns' | 'fields'>): Record<string, string> {
  const taken = new Set(fields.map(({ column }) => column));
  const flags = columns.filter(({ name, type }) => type === 'boolean' && !taken.has(name));
  return Object.fromEntries(flags.map(({ name }) => [name, name.replace(/^(is|has)_?(?=[a-z])/i, '').toLowerCase() || name]));
}

/** The first preset with a layout whose files are all among these names, letter case ignored; undefined when none has. */
export function suggestPreset(names: readonly string[], presets: readonly Pick<Preset, 'id' | 'layouts'>[]): string | undefined {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  const isThere = (layout: readonly string[]): boolean => layout.every((name) => lower.has(name.toLowerCase()));
  return presets.find(({ layouts }) => layouts.some(isThere))?.id;
}

/** What a preset reads a file as; undefined for a file that it does not read. */
export function roleInPreset(name: string, { reads }: Pick<Preset, 'reads'>): string | undefined {
  const plain = name.toLowerCase().replace(/\.(gz|zst)$/, '');
  return reads.find(
    ({ names, endings }) => names.some((known) => known.toLowerCase() === plain) || endings.some((ending) => plain.endsWith(ending)),
  )?.role;
}

/** The request for dropped files that a preset reads: those files, and no others of their folder. */
export const presetRequest = (
  preset: string,
  folder: string,
  files: readonly Pick<PlannedFile, 'path' | 'name'>[],
  mode: ImportRequest['mode'],
): ImportRequest => {
  const chosen = files.filter(({ path }) => folderOf(path) === folder).map(({ name }) => name);
  return { preset, from: folder, mode, ...(chosen.length > 0 && { files: chosen }) };
};

/** Presets with fixed mappings; with others, columns are mapped by hand. */
export const presetsWithLayouts = (presets: readonly Preset[]): Preset[] => presets.filter(({ layouts }) => layouts.length > 0);

export const folderOf = (path: string): string => path.replace(/[/\\][^/\\]*$/, '');
export const fileNameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
