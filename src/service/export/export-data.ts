import { basename, join } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import { parseParams } from '#engine/core/registry';
import { datasetTables } from '#engine/dataset/exporters/dataset-tables';
import { chunkCount, type ExportTable, type ExportTableId } from '#engine/dataset/exporters/export-table';
import type { ExportFile, ExportFormat } from '#engine/dataset/exporters/format';
import { exportFormats } from '#engine/dataset/exporters/registry';
import { selectRows } from '#engine/dataset/exporters/select-rows';
import { embeddingTable, factorTables, type ModelVectors } from '#engine/dataset/exporters/vector-tables';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { ExportReport, ExportRequest } from '#shared/schemas/dataset';
import { writeAtomically } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { writeTogether } from '../storage/files/write-together';
import { compressed } from './compress';
import { writeParquet } from './parquet-file';

/** The exportable data of a workspace. */
interface ExportSource {
  /** The dataset including everything logged, edited and added so far. */
  dataset(): Promise<Dataset>;
  /** @throws NOT_BUILT */
  vectors(): Promise<ModelVectors>;
}

const tablesOf: Readonly<Record<ExportRequest['what'], readonly ExportTableId[]>> = {
  all: ['users', 'videos', 'interactions', 'vectors', 'user-factors', 'video-factors'],
  users: ['users'],
  videos: ['videos'],
  interactions: ['interactions'],
  vectors: ['vectors'],
  factors: ['user-factors', 'video-factors'],
};
const modelTables: readonly ExportTableId[] = ['vectors', 'user-factors', 'video-factors'];

/**
 * Writes the requested tables into `folder` (created if missing): all of them, or none when it fails or is cancelled.
 * @throws INVALID_ARGUMENT for data that the format cannot hold, NOT_BUILT for missing vectors, CANCELLED, DISK_FULL, IO_FAILED.
 */
export async function exportData(
  source: ExportSource,
  request: ExportRequest,
  folder: string,
  files: FileOperations,
  context: TaskContext = {},
): Promise<ExportReport> {
  const format: ExportFormat = exportFormats.get(request.format, 'format');
  const params = parseParams(format, request.options, 'options');
  const selectedTables = tablesFor(format, request.what);
  const { tables, notes } = await readTables(source, request, selectedTables.ids, context);
  const written = format.write(tables, params);
  await guarded(`make the folder ${basename(folder)}`, folder, () => files.makeFolder(folder));
  const sizes = await writeTogether(files, (together) => writeAll(written.files, folder, together, context));
  return { folder, files: sizes, notes: [...written.notes, ...selectedTables.notes, ...notes] };
}

/** @throws INVALID_ARGUMENT naming the tables that the format cannot hold. */
function tablesFor(format: ExportFormat, what: ExportRequest['what']): { ids: ExportTableId[]; notes: string[] } {
  const ids = tablesOf[what].filter((id) => format.tables.includes(id));
  const missing = tablesOf[what].filter((id) => !format.tables.includes(id));
  if (ids.length > 0) return { ids, notes: missing.length === 0 ? [] : [`${format.label} has no file for ${missing.join(', ')}`] };
  const able = exportFormats.list().filter(({ tables }) => tablesOf[what].every((id) => tables.includes(id)));
  throw new RankLabError('INVALID_ARGUMENT', `${format.label} has no file for ${what}`, {
    place: 'what',
    value: what,
    remedy: `Choose another format: ${able.map(({ id }) => id).join(', ')}`,
  });
}

async function readTables(
  source: ExportSource,
  request: ExportRequest,
  ids: readonly ExportTableId[],
  context: TaskContext,
): Promise<{ tables: ExportTable[]; notes: string[] }> {
  context.report?.(0, 'reading the data');
  const dataset = await source.dataset();
  throwIfCancelled(context);
  const rows = selectRows(dataset, request.filter);
  const tables = datasetTables(dataset, rows).filter(({ id }) => ids.includes(id));
  const selectedTables = ids.filter((id) => modelTables.includes(id));
  if (selectedTables.length === 0) return { tables, notes: [] };
  const models = await source.vectors().catch((error: unknown) => {
    if (request.what === 'all' && error instanceof RankLabError && error.code === 'NOT_BUILT') return undefined;
    throw error;
  });
  throwIfCancelled(context);
  const modelOutputs = models ? [embeddingTable(dataset, rows, models), ...factorTables(dataset, rows, models)] : [];
  const found = modelOutputs.filter((table) => table !== undefined).filter(({ id }) => selectedTables.includes(id));
  const missing = selectedTables.filter((id) => found.every((table) => table.id !== id));
  if (missing.length > 0 && request.what !== 'all') {
    throw new RankLabError('NOT_BUILT', `The models have no ${request.what}`, {
      place: 'what',
      value: request.what,
      remedy: 'Build them first.',
    });
  }
  return {
    tables: [...tables, ...found],
    notes: missing.length === 0 ? [] : [`No ${missing.join(', ')}: the models are not built, or have none`],
  };
}

async function writeAll(
  written: readonly ExportFile[],
  folder: string,
  files: FileOperations,
  context: TaskContext,
): Promise<ExportReport['files']> {
  const total = written.reduce((sum, { rows }) => sum + chunkCount(rows), 0);
  let done = 0;
  const sizes: { name: string; rows: number; bytes: number }[] = [];
  for (const file of written) {
    const path = join(folder, file.name);
    const doing = { doing: `write ${file.name}` };
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (const chunk of file.chunks) {
        throwIfCancelled(context);
        yield Buffer.from(chunk);
        context.report?.(Math.min(1, ++done / total), `writing ${file.name}`);
        // A large export must not freeze the service.
        await new Promise(setImmediate);
      }
    };
    if (file.parquet) await writeParquet(files, path, chunks(), file.parquet, context);
    else await writeAtomically(files, path, file.compression ? compressed(files, path, chunks(), file.compression) : chunks(), doing);
    sizes.push({ name: file.name, rows: file.rows, bytes: (await files.stat(path))?.bytes ?? 0 });
  }
  return sizes;
}
