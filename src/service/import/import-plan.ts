import { basename, join, resolve } from 'node:path';
import { planCustom, type CustomFile } from '#engine/dataset/importers/custom-plan';
import type { ImportPlan } from '#engine/dataset/importers/plan';
import { previewCsv } from '#engine/dataset/importers/preview';
import { planPreset } from '#engine/dataset/importers/plan-preset';
import { RankLabError } from '#shared/errors';
import type { FileOptions, FilePreview, ImportOptions, ImportRequest } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { isParquet, parquetAsCsv } from './parquet';
import { guarded } from '../storage/files/storage-error';

const headBytes = 512 * 1024;
const previewedRows = 500;

/**
 * What a file seems to be: format, columns, a guess of what it holds. Reads only its beginning; `folder` takes what a Parquet file
 * has to be turned into.
 * @throws NOT_FOUND when there is no such file, IMPORT_FAILED when it is empty or no table.
 */
export async function previewFile(files: FileOperations, path: string, folder: string, options: FileOptions = {}): Promise<FilePreview> {
  await requireFile(files, path);
  return guarded('read the file', path, async () => {
    if (!(await isParquet(files, path))) return previewText(files, path, path, options);
    const csv = await parquetAsCsv(files, path, folder, previewedRows);
    try {
      return await previewText(files, csv, path, { ...options, delimiter: ',', encoding: 'utf-8', hasHeader: true });
    } finally {
      await files.remove(csv);
    }
  });
}

async function previewText(files: FileOperations, path: string, name: string, options: FileOptions): Promise<FilePreview> {
  const file = await files.open(path, 'read');
  try {
    const size = await file.size();
    const head = Buffer.alloc(Math.min(size, headBytes));
    let filled = 0;
    while (filled < head.length) {
      const read = await file.read(head.subarray(filled), filled);
      if (read === 0) break;
      filled += read;
    }
    return { ...previewCsv(head.subarray(0, filled), basename(name), filled === size, options), file: name };
  } finally {
    await file.close();
  }
}

/** What to read and how, with every path resolved. */
export async function planImport(files: FileOperations, request: ImportRequest, folder: string): Promise<ImportPlan> {
  if ('preset' in request) return planFolder(files, request.preset, resolve(request.from));
  const options: Partial<ImportOptions> = request.options ?? {};
  const file = async (role: CustomFile['role'], path: string, mapping?: CustomFile['mapping']): Promise<CustomFile> => {
    const absolute = resolve(path);
    const given = options[role] ?? {};
    const preview = await previewFor(files, absolute, folder, given, Object.values(mapping ?? {}));
    // The preview judged the beginning; the encoding is settled when the whole file is read.
    return {
      role,
      file: absolute,
      preview: { ...preview, encoding: given.encoding ?? 'utf-8' },
      mapping: mapping ?? preview.guess.mapping,
    };
  };
  const custom: CustomFile[] = [];
  if (request.users !== undefined) custom.push(await file('users', request.users, request.mapUsers));
  if (request.videos !== undefined) custom.push(await file('videos', request.videos, request.mapVideos));
  custom.push(await file('interactions', request.interactions, request.map));
  if (request.testInteractions !== undefined) custom.push(await file('interactions', request.testInteractions, request.map));
  return planCustom(custom, options);
}

/** The preview; a first row that has all the mapped names is a header, even where nothing else says so. */
async function previewFor(
  files: FileOperations,
  path: string,
  folder: string,
  options: FileOptions,
  mapped: readonly (string | undefined)[],
): Promise<FilePreview> {
  const preview = await previewFile(files, path, folder, options);
  const hasAll = ({ columns }: FilePreview): boolean =>
    mapped.every((name) => name === undefined || columns.some((column) => column.name === name));
  if (preview.hasHeader || options.hasHeader !== undefined || hasAll(preview)) return preview;
  const withHeader = await previewFile(files, path, folder, { ...options, hasHeader: true });
  return hasAll(withHeader) ? withHeader : preview;
}

async function planFolder(files: FileOperations, preset: string, from: string): Promise<ImportPlan> {
  const facts = await guarded('look into the folder', from, () => files.stat(from));
  if (!facts?.isFolder) {
    throw new RankLabError('IMPORT_FAILED', `${from} is ${facts ? 'not a folder' : 'not there'}`, {
      place: 'from',
      value: from,
      remedy: 'Choose the folder that holds the files.',
    });
  }
  const plan = planPreset(preset, await files.list(from));
  return { ...plan, files: plan.files.map((spec) => ({ ...spec, file: join(from, spec.file) })) };
}

/** @throws NOT_FOUND */
export async function requireFile(files: FileOperations, path: string): Promise<void> {
  const facts = await guarded('read the file', path, () => files.stat(path));
  if (facts && !facts.isFolder) return;
  throw new RankLabError('NOT_FOUND', facts ? `${path} is a folder, not a file` : `There is no file ${path}`, {
    place: path,
    value: path,
    remedy: 'Check the path.',
  });
}
