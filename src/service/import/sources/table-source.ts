import type { TaskContext } from '#engine/ports';
import type { FileOperations } from '../../storage/files/file-operations';

/** A table outside of the workspace, as `scheme:place?table=NAME`. No part of it is secret. */
export interface SourceAddress {
  /** As given, with the place made absolute. */
  readonly text: string;
  readonly scheme: string;
  /** A file's path, or a server's URL without parameters. */
  readonly place: string;
  readonly table: string | undefined;
  readonly query: string | undefined;
  /** The column whose largest value is remembered, so that the next merge reads later rows only. */
  readonly watermark: string | undefined;
  /** Name of the environment variable, or key of the keychain, that holds the password. */
  readonly passwordFrom: string | undefined;
  /** Further parameters of the place, such as `sslmode`. */
  readonly further: Readonly<Record<string, string>>;
}

export type WatermarkValue = string | number;

export interface SourceRead {
  /** Rows of a preview. */
  readonly limit: number | undefined;
  /** Rows up to this value of the watermark column are left out. */
  readonly after: WatermarkValue | undefined;
  readonly context: TaskContext;
}

/** Kind of tables: a file of a database, or a server. */
export interface SourceKind {
  readonly schemes: readonly string[];
  readonly label: string;
  /** `place` is a file of this machine. */
  readonly isFile: boolean;
  readonly example: string;
  /**
   * Writes the rows as CSV (header, comma, every value as text, lists and structures as JSON) to `target`, never changing the source.
   * @returns the largest value of the watermark column; undefined without one or without rows.
   * @throws NOT_FOUND, IMPORT_FAILED naming table, query or place; CANCELLED.
   */
  write(address: SourceAddress, target: string, files: FileOperations, read: SourceRead): Promise<WatermarkValue | undefined>;
}
