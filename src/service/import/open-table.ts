import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { TaskContext } from '#engine/ports';
import type { TextSample } from '#engine/dataset/importers/inspect';
import type { FileOptions } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { isParquet, parquetAsCsv, parquetGlob, type RowLimits } from './parquet';
import { parseSource, sourceKindOf } from './sources/source-address';
import type { WatermarkValue } from './sources/table-source';
import { temporarySuffix } from '../storage/files/atomic-write';
import { sampleText } from './text-sample';
import { openText, type TextSource } from './text-source';

export const previewedRows = 5_000;

/** Rows of a source up to this value have been read. */
export interface Watermark {
  readonly source: string;
  readonly value: WatermarkValue;
}

/** How much of a table is read. */
export interface TableRead extends RowLimits {
  /** The value after which the rows of a source are new. */
  readonly after?: (source: string) => WatermarkValue | undefined;
  readonly context?: TaskContext;
}

/** A file as text, for detection and reading. */
export interface OpenTable {
  readonly text: TextSource;
  readonly sample: TextSample;
  /** Known format settings. */
  readonly options: FileOptions;
  /** Added to line numbers. */
  readonly lineOffset: number;
  /** The largest value of the source's watermark column; absent without one. */
  readonly watermark?: Watermark;
  /** Removes temporary files. */
  close(): Promise<void>;
}

/**
 * Opens a text file or, turned into text within `folder`, Parquet files (one, a folder or a pattern) or a source of another kind.
 * @returns undefined where a source has no rows after its watermark.
 */
export async function openTable(
  files: FileOperations,
  path: string,
  folder: string,
  { encoding }: FileOptions,
  read: TableRead = {},
): Promise<OpenTable | undefined> {
  const address = parseSource(path);
  const kind = sourceKindOf(path);
  if (address && kind) {
    await files.makeFolder(folder);
    const target = join(folder, `${randomBytes(6).toString('hex')}.csv${temporarySuffix}`);
    const after = address.watermark === undefined ? undefined : read.after?.(address.text);
    try {
      const value = await kind.write(address, target, files, { limit: read.limit, after, context: read.context ?? {} });
      if (after === undefined || value !== undefined) {
        return await converted(files, target, value === undefined ? undefined : { source: address.text, value });
      }
    } catch (error) {
      await files.remove(target).catch(() => {});
      throw error;
    }
    await files.remove(target);
    return undefined;
  }
  const glob = await parquetGlob(files, path);
  if (glob === undefined && !(await isParquet(files, path))) {
    const text = await openText(files, path, encoding);
    return { text, sample: await sampleText(files, path, text), options: {}, lineOffset: 0, close: () => Promise.resolve() };
  }
  return converted(files, await parquetAsCsv(files, glob ?? path, folder, read));
}

/** A table that was written as CSV for this import. */
async function converted(files: FileOperations, csv: string, watermark?: Watermark): Promise<OpenTable> {
  const close = (): Promise<void> => files.remove(csv);
  try {
    const text = await openText(files, csv, 'utf-8');
    const options = { delimiter: ',', hasHeader: true, quotes: 'double' } as const;
    return { text, sample: await sampleText(files, csv, text), options, lineOffset: -1, close, ...(watermark && { watermark }) };
  } catch (error) {
    await close();
    throw error;
  }
}
