import type { RunBuilder } from './run-builder';
import type { RunColumnMap } from './run-columns';

/** Takes a file's bytes block by block. */
export interface RunReader {
  push(block: Buffer): void;
  finish(): void;
}

/** A kind of text that runs come in. */
export interface RunFormat {
  readonly id: string;
  readonly label: string;
  /** By the first lines that are not blank; the first format that recognises them reads the file. */
  recognises(lines: readonly string[]): boolean;
  /** `head` is the beginning of the text. @throws IMPORT_FAILED naming `file:line`. */
  reader(builder: RunBuilder, map: RunColumnMap, head: string): RunReader;
}
