import type { RunBuilder } from './run-builder';
import type { RunColumnMap } from './run-columns';

/** Takes a file's bytes block by block. */
interface RunReader {
  push(block: Buffer): void;
  finish(): void;
}

/** A text format of runs. */
export interface RunFormat {
  readonly id: string;
  readonly label: string;
  /** Tests the first non-blank lines; the first format that recognises them reads the file. */
  recognises(lines: readonly string[]): boolean;
  /** `head` is the beginning of the text. @throws IMPORT_FAILED naming `file:line`. */
  reader(builder: RunBuilder, map: RunColumnMap, head: string): RunReader;
}
