import { basename, join, resolve } from 'node:path';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { ForeignRun } from '#engine/model/foreign-run';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { KnownAt } from '#shared/schemas/foreign-run';
import type { FileOperations } from '../../storage/files/file-operations';
import { guardedPath } from '../../storage/files/storage-error';
import { isParquet, parquetAsCsv } from '../parquet';
import { fileHash } from '../../storage/files/file-hash';
import { openText } from '../text-source';
import { delimitedLines } from './delimited-lines';
import { jsonLines } from './json-lines';
import { RunBuilder } from './run-builder';
import type { RunColumnMap } from './run-columns';
import type { RunFormat } from './run-format';
import { trecLines } from './trec-lines';

/** Kinds of text, in the order they are tried. */
const runFormats: readonly RunFormat[] = [trecLines, jsonLines, delimitedLines];

export interface RunFileOptions {
  /** Display name instead of the path's last part, for uploads. */
  readonly name?: string;
  readonly knownAt?: KnownAt;
  readonly map?: RunColumnMap;
}

const headBytes = 64 * 1024;

/**
 * Reads a run of any format, detected from its content, not its name. `folder` receives the text converted from a Parquet file.
 * @throws NOT_FOUND, IMPORT_FAILED naming `file:line`, CANCELLED.
 */
export async function readRunFile(
  files: FileOperations,
  path: string,
  folder: string,
  { name, knownAt = null, map = {} }: RunFileOptions = {},
  context?: TaskContext,
): Promise<ForeignRun> {
  const absolute = resolve(path);
  const file = name ?? basename(absolute);
  const facts = await guardedPath('read the run', absolute, () => files.stat(absolute));
  if (!facts || facts.isFolder) throw new RankLabError('NOT_FOUND', `There is no file ${absolute}`, { place: absolute, file });
  const sha256 = await fileHash(files, absolute, subtask(context, 0, 0.1));
  const builder = new RunBuilder(file);
  const format = await readInto(files, absolute, folder, builder, map, subtask(context, 0.1, 1));
  if (builder.size === 0) {
    throw new RankLabError('IMPORT_FAILED', `${file} holds no ranked item`, { place: file, remedy: 'Check that this is the right file' });
  }
  return {
    sha256,
    file,
    format,
    importedAtMs: Date.now(),
    knownAt,
    users: builder.users.texts(),
    items: builder.items.texts(),
    userCodes: builder.userCodes.values(),
    itemCodes: builder.itemCodes.values(),
    scores: builder.scores.length > 0 ? builder.scores.values() : undefined,
    ranks: builder.ranks.length > 0 ? builder.ranks.values() : undefined,
    columns: builder.columns(),
    textColumns: [...builder.textColumns],
  };
}

async function readInto(
  files: FileOperations,
  path: string,
  folder: string,
  builder: RunBuilder,
  map: RunColumnMap,
  context?: TaskContext,
): Promise<string> {
  if (!(await isParquet(files, path))) return readText(files, path, builder, map, undefined, context);
  const csv = await parquetAsCsv(files, path, join(folder));
  try {
    await readText(files, csv, builder, map, delimitedLines, context);
    return 'parquet';
  } finally {
    await files.remove(csv);
  }
}

async function readText(
  files: FileOperations,
  path: string,
  builder: RunBuilder,
  map: RunColumnMap,
  known: RunFormat | undefined,
  context?: TaskContext,
): Promise<string> {
  const text = await openText(files, path);
  let format = known;
  let reader: ReturnType<RunFormat['reader']> | undefined;
  const report = (bytes: number): void => context?.report?.(bytes / Math.max(1, text.bytes), `${builder.file}: ${builder.size} lines`);
  for await (const block of text.blocks(report)) {
    if (!reader) {
      const head = block.toString('utf8', 0, headBytes);
      format ??= formatOf(head);
      reader = format.reader(builder, map, head);
    }
    reader.push(block);
    await new Promise(setImmediate);
    throwIfCancelled(context);
  }
  reader?.finish();
  return format?.id ?? 'empty';
}

function formatOf(head: string): RunFormat {
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  // The last line may be truncated.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return runFormats.find((format) => format.recognises(whole.slice(0, 50))) ?? delimitedLines;
}
