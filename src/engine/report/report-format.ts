import type { RegistryEntry } from '../core/registry';
import type { ParquetColumn } from '../model/table-file';
import type { ExperimentReport } from '../model/experiment-report';

export interface ReportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
  /** `content` is base64 of bytes; absent: text. */
  readonly encoding?: 'base64';
}

/** A file as a format writes it. */
export interface WrittenFile extends Omit<ReportFile, 'encoding'> {
  /** `content` is JSON Lines with the keys c0, c1 …, to be stored as these columns of a Parquet file. */
  readonly parquet?: readonly ParquetColumn[];
}

/** An export format of an experiment. The same report gives byte-equal files. */
export interface ReportFormat extends RegistryEntry {
  write(report: ExperimentReport): WrittenFile[];
}
