import type { TextSample } from '#engine/dataset/importers/inspect';
import type { FileOptions } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { isParquet, parquetAsCsv } from './parquet';
import { sampleText } from './text-sample';
import { openText, type TextSource } from './text-source';

export const previewedRows = 5_000;

/** A file as text, for detection and reading. */
export interface OpenTable {
  readonly text: TextSource;
  readonly sample: TextSample;
  /** Known format settings. */
  readonly options: FileOptions;
  /** Added to line numbers. */
  readonly lineOffset: number;
  /** Removes temporary files. */
  close(): Promise<void>;
}

/** Opens a text file or, turned into text within `folder`, a Parquet file; of the latter at most `limit` rows. */
export async function openTable(
  files: FileOperations,
  path: string,
  folder: string,
  { encoding }: FileOptions,
  limit?: number,
): Promise<OpenTable> {
  if (!(await isParquet(files, path))) {
    const text = await openText(files, path, encoding);
    return { text, sample: await sampleText(files, path, text), options: {}, lineOffset: 0, close: () => Promise.resolve() };
  }
  const csv = await parquetAsCsv(files, path, folder, limit);
  const close = (): Promise<void> => files.remove(csv);
  try {
    const text = await openText(files, csv, 'utf-8');
    const options = { delimiter: ',', hasHeader: true, quotes: 'double' } as const;
    return { text, sample: await sampleText(files, csv, text), options, lineOffset: -1, close };
  } catch (error) {
    await close();
    throw error;
  }
}
