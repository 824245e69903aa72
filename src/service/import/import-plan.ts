import { join, resolve } from 'node:path';
import { inspect, type Inspection, type TextSample } from '#engine/dataset/importers/inspect';
import { planFile, type PlannedFile } from '#engine/dataset/importers/plan-file';
import { defaultRejectLimit, fieldsOfRole, type FileRole, type ImportPlan } from '#engine/dataset/importers/plan';
import type { PresetFile } from '#engine/dataset/importers/preset';
import { lookWithPreset, planPresetFile, recognise } from '#engine/dataset/importers/preset-plan';
import { previewSample } from '#engine/dataset/importers/preview';
import { inImportOrder, planPreset } from '#engine/dataset/importers/plan-preset';
import { importPresets } from '#engine/dataset/importers/registry';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { FileOptions, FilePreview, ImportOptions, ImportRequest, ImportRole } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { guardedPath } from '../storage/files/storage-error';
import { estimatedRows } from './import-memory';
import { openTable, previewedRows, type OpenTable, type TableRead, type Watermark } from './open-table';
import { parquetGlob } from './parquet';
import { parseSource, resolveTable, tableName } from './sources/source-address';
import { passingShare } from './row-filter';
import { refuseGuesses, type OpenQuestion } from './refuse-guesses';

type CustomRequest = Exclude<ImportRequest, { from: string }>;

/** A plan, and the opened texts of its files in the same order. */
export interface ReadyPlan extends ImportPlan {
  /** The last file is the test side of the split “predefined”. */
  readonly endsWithTest: boolean;
  readonly tables: readonly OpenTable[];
  /** How far each source with a watermark has been read. */
  readonly watermarks: readonly Watermark[];
}

/** One file of a request, before detection. */
interface RequestedFile {
  readonly role: FileRole;
  readonly path: string;
  readonly mapping: Readonly<Record<string, string | undefined>> | undefined;
  readonly preset: PresetFile | undefined;
}

interface InspectedFile {
  readonly table: OpenTable;
  readonly planned: PlannedFile;
}

/**
 * Detects a file's format, columns and role from samples across the file; `folder` holds the converted copy of a Parquet file.
 * @throws NOT_FOUND when there is no such file, IMPORT_FAILED when it is empty or no table.
 */
export async function previewFile(
  files: FileOperations,
  path: string,
  folder: string,
  options: FileOptions = {},
  role?: ImportRole,
): Promise<FilePreview> {
  await requireFile(files, path);
  return guardedPath('read the file', path, async () => {
    const table = await openTable(files, path, folder, options, { limit: previewedRows });
    if (!table) throw new RankLabError('INTERNAL', 'A preview has no watermark');
    try {
      const preview = previewSample(table.sample, tableName(path), { ...options, ...table.options }, role);
      return { ...preview, file: path, warnings: [...preview.warnings, ...table.text.notes] };
    } finally {
      await table.close();
    }
  });
}

/**
 * The plan of an import. All files are inspected before anything is refused, so that all problems are reported together. @throws INVALID_ARGUMENT
 * naming the missing decisions; NOT_FOUND, IMPORT_FAILED.
 */
export async function planImport(
  files: FileOperations,
  request: ImportRequest,
  folder: string,
  read: Omit<TableRead, 'limit'> = {},
): Promise<ReadyPlan> {
  const options: Partial<ImportOptions> = request.options ?? {};
  const { wanted, notes } =
    'from' in request ? await filesOfPreset(files, request.preset, resolve(request.from), request.files) : filesOfRequest(request);
  const inspected: (InspectedFile & { readonly wanted: RequestedFile })[] = [];
  const problems: unknown[] = [];
  const unchanged: string[] = [];
  for (const file of wanted) {
    try {
      await requireFile(files, file.path);
      const found = await inspectFile(files, file, folder, options, read);
      if (found) inspected.push({ wanted: file, ...found });
      else unchanged.push(`${tableName(file.path)}: no rows after those that were read before`);
    } catch (error) {
      problems.push(error);
    }
  }
  const questions = inspected.flatMap(({ planned, wanted: file }) => openQuestions(planned, file, request.acceptGuesses === true));
  try {
    if (problems.length === 1 && questions.length === 0) throw problems[0];
    if (problems.length > 0 && problems.some((problem) => !isRankLabError(problem)))
      throw problems.find((problem) => !isRankLabError(problem));
    if (problems.length + questions.length > 0) throw refuseGuesses(questions, problems.filter(isRankLabError));
  } catch (error) {
    for (const { table } of inspected) await table.close();
    throw error;
  }
  const ordered = inImportOrder(inspected.map(({ planned }) => planned.spec));
  const tableOf = new Map(inspected.map(({ planned, table }) => [planned.spec, table]));
  return {
    files: ordered,
    endsWithTest: !('from' in request) && request.testInteractions !== undefined,
    tables: ordered.map((spec) => tableOf.get(spec)).filter((table) => table !== undefined),
    watermarks: inspected.flatMap(({ table }) => table.watermark ?? []),
    unknownIds: options.unknownIds ?? 'add',
    ...(options.duplicates && { duplicates: options.duplicates }),
    sameIds: options.sameIds ?? [],
    rejectLimit: options.rejectLimit ?? defaultRejectLimit,
    notes: [
      ...notes,
      ...unchanged,
      ...inspected.flatMap(({ planned, wanted: file }) => planned.notes.map((note) => `${tableName(file.path)}: ${note}`)),
    ],
  };
}

function filesOfRequest(request: CustomRequest): { wanted: RequestedFile[]; notes: string[] } {
  const listed = (paths: string | readonly string[] | undefined): readonly string[] =>
    paths === undefined ? [] : typeof paths === 'string' ? [paths] : paths;
  const of = (role: ImportRole, paths: string | readonly string[] | undefined, mapping: RequestedFile['mapping']): RequestedFile[] =>
    listed(paths).map((path) => ({ role, path: resolveTable(path), mapping, preset: presetFileFor(request.preset, role, path) }));
  return {
    wanted: [
      ...of('users', request.users, request.mapUsers),
      ...of('videos', request.videos, request.mapVideos),
      ...of('interactions', request.interactions, request.map),
      ...of('interactions', request.testInteractions, request.map),
    ],
    notes: request.preset === undefined ? [] : [`Read as ${importPresets.get(request.preset, 'preset').label}`],
  };
}

/** The preset's file of that role, by name where it has several. */
function presetFileFor(preset: string | undefined, role: ImportRole, path: string): PresetFile | undefined {
  if (preset === undefined) return undefined;
  const candidates = importPresets.get(preset, 'preset').layouts.flatMap(({ files }) => files.filter(({ spec }) => spec.role === role));
  const name = tableName(path).toLowerCase();
  return candidates.find(({ spec, alsoNamed }) => [spec.file, ...alsoNamed].some((known) => name === known.toLowerCase())) ?? candidates[0];
}

async function filesOfPreset(
  files: FileOperations,
  preset: string,
  from: string,
  only: readonly string[] | undefined,
): Promise<{ wanted: RequestedFile[]; notes: readonly string[] }> {
  const facts = await guardedPath('look into the folder', from, () => files.stat(from));
  if (!facts?.isFolder) {
    throw new RankLabError('IMPORT_FAILED', `${from} is ${facts ? 'not a folder' : 'not there'}`, {
      place: 'from',
      value: from,
      remedy: 'Choose the folder that holds the files.',
    });
  }
  const names = await files.list(from);
  const plan = planPreset(preset, only ? names.filter((name) => only.includes(name)) : names);
  return {
    notes: plan.notes,
    wanted: plan.files.map(({ file, presetFile }) => ({
      role: presetFile.spec.role,
      path: join(from, file),
      mapping: undefined,
      preset: presetFile,
    })),
  };
}

async function inspectFile(
  files: FileOperations,
  file: RequestedFile,
  folder: string,
  options: Partial<ImportOptions>,
  read: TableRead,
): Promise<InspectedFile | undefined> {
  return guardedPath(`read ${tableName(file.path)}`, file.path, async () => {
    const given = (file.role === 'tags' ? undefined : options[file.role]) ?? {};
    const requireFits = file.role === 'interactions' ? read.requireFits : undefined;
    // How many rows of a Parquet file a filter leaves is known only when they are read.
    const isFiltered = given.where !== undefined && given.where.length > 0;
    const whole = requireFits && !isFiltered ? (rows: number) => requireFits(rows, file.path) : undefined;
    const table = await openTable(files, file.path, folder, given, { ...read, requireFits: whole });
    if (!table) return undefined;
    try {
      const { planned, inspection } = planInspected(table.sample, file, { ...given, ...table.options }, options);
      requireFits?.(Math.round(estimatedRows(table.sample) * passingShare(given.where ?? [], inspection)), file.path);
      return { table, planned };
    } catch (error) {
      await table.close();
      throw error;
    }
  });
}

function planInspected(
  sample: TextSample,
  file: RequestedFile,
  options: FileOptions,
  shared: Partial<ImportOptions>,
): { planned: PlannedFile; inspection: Inspection } {
  const { mapping, preset, path } = file;
  const name = tableName(path);
  const isMapped = Object.values(mapping ?? {}).some((column) => column !== undefined);
  if (preset) {
    const inspection = lookWithPreset(sample, name, preset, options);
    return { inspection, planned: planPresetFile(inspection, path, preset, { mapping, options, shared }) };
  }
  const role = file.role as ImportRole;
  const inspection = inspectMapped(sample, name, options, Object.values(mapping ?? {}));
  const known = isMapped ? undefined : recognise(inspection, role);
  if (known) {
    const again = lookWithPreset(sample, name, known.file, options);
    const planned = planPresetFile(again, path, known.file, { options, shared });
    const notes = [`It is in the format “${known.preset}”`, ...(role === 'interactions' ? known.notes : []), ...planned.notes];
    return { inspection: again, planned: { ...planned, notes } };
  }
  requireColumns(role, name, mapping ?? {}, inspection);
  return { inspection, planned: planFile(inspection, path, { role, mapping, options, shared }) };
}

/** The detection; a first row that contains all mapped names is a header in any case. */
function inspectMapped(sample: TextSample, name: string, options: FileOptions, mapped: readonly (string | undefined)[]): Inspection {
  const inspection = inspect(sample, name, options);
  const hasAll = ({ names }: Inspection): boolean => mapped.every((column) => column === undefined || names.includes(column));
  if (inspection.hasHeader || options.hasHeader !== undefined || hasAll(inspection)) return inspection;
  const withHeader = inspect(sample, name, { ...options, hasHeader: true });
  return hasAll(withHeader) ? withHeader : inspection;
}

/** @throws INVALID_ARGUMENT naming a mapped column that the file does not have, and the columns it has. */
function requireColumns(
  role: ImportRole,
  file: string,
  mapping: Readonly<Record<string, string | undefined>>,
  { names }: Inspection,
): void {
  for (const [field, column] of Object.entries(mapping)) {
    if (column === undefined || names.includes(column)) continue;
    throw new RankLabError('INVALID_ARGUMENT', `${file} has no column “${column}” (mapped to ${field}); it has ${names.join(', ')}`, {
      place: `${role}.${field}`,
      value: column,
      remedy: `Map one of: ${names.join(', ')}`,
    });
  }
}

/** Questions without a best guess, or all questions if guesses are not accepted. */
function openQuestions({ spec, questions }: PlannedFile, { role }: RequestedFile, acceptGuesses: boolean): OpenQuestion[] {
  const required: readonly string[] = fieldsOfRole[role].required;
  return questions
    .map((question) => ({ role, question, hasGuess: !required.includes(question.about) || spec.mapping[question.about] !== undefined }))
    .filter(({ hasGuess }) => !acceptGuesses || !hasGuess);
}

/** @throws NOT_FOUND */
async function requireFile(files: FileOperations, path: string): Promise<void> {
  if (parseSource(path) || (await parquetGlob(files, path)) !== undefined) return;
  const facts = await guardedPath('read the file', path, () => files.stat(path));
  if (facts) return;
  throw new RankLabError('NOT_FOUND', `There is no file ${path}`, {
    place: path,
    value: path,
    remedy: 'Check the path.',
  });
}
