import type { RegistryEntry } from '../../core/registry';
import type { ParquetColumn } from '../../model/table-file';
import type { Compression } from './compression';
import type { ExportTable, ExportTableId } from './export-table';

export interface ExportFile {
  readonly name: string;
  readonly rows: number;
  readonly chunks: Iterable<string>;
  /** The chunks are compressed so on their way into the file. */
  readonly compression?: Compression;
  /** The chunks are JSON Lines with the keys c0, c1 …, to be stored as these columns of a Parquet file. */
  readonly parquet?: readonly ParquetColumn[];
}

interface WrittenFormat {
  readonly files: readonly ExportFile[];
  /** Notes on what the format cannot represent and what was left out. */
  readonly notes: readonly string[];
}

/** An export format for a workspace's data. The same tables and options give the same files. */
export interface ExportFormat<Params = unknown> extends RegistryEntry<Params> {
  /** Tables that the format can hold; others are skipped under `all` and rejected when requested by name. */
  readonly tables: readonly ExportTableId[];
  /** Importing the files with the preset `ranklab` gives the same dataset. */
  readonly holdsAll: boolean;
  write(tables: readonly ExportTable[], params: Params): WrittenFormat;
}

export const allTables: readonly ExportTableId[] = ['users', 'videos', 'interactions', 'vectors', 'user-factors', 'video-factors'];
