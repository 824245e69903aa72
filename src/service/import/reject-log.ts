import { join } from 'node:path';
import { textCell } from '#engine/dataset/csv-cells';
import { reasonText, shortened, type RejectionCode } from '#engine/dataset/importers/rules';
import type { RejectedRow } from '#shared/schemas/dataset';
import { temporarySuffix } from '../storage/files/atomic-write';
import type { FileOperations, OpenFile } from '../storage/files/file-operations';

/** A rejected row: the column (its name, or empty) and the reason. */
export interface Rejection {
  readonly column: string;
  readonly reason: string;
  /** A duplicate: not an error of the file. */
  readonly isRepetition?: boolean;
  /** Filtered out: counted by reason, not listed. */
  readonly isLeftOut?: boolean;
}

export const leftOut = (reason: string): Rejection => ({ column: '', reason, isLeftOut: true });

export const rejected = (column: string, code: RejectionCode, details: { value?: string; line?: number } = {}): Rejection => ({
  column,
  reason: reasonText(code, details),
});

const shownRows = 1_000;
const flushAfter = 256 * 1024;
export const rejectsFileName = 'import-rejects.csv';

/** All rejected rows: the first thousand for the screen, every one in a CSV file. */
export class RejectLog {
  readonly shown: RejectedRow[] = [];
  #count = 0;
  #waiting = '';
  #file: OpenFile | undefined;
  readonly #temporary: string;

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
  ) {
    this.#temporary = join(folder, `${rejectsFileName}${temporarySuffix}`);
  }

  get count(): number {
    return this.#count;
  }

  add(file: string, line: number, { column, reason }: Rejection, sample: string): void {
    this.#count++;
    const row = { file, line, column, reason, sample: shortened(sample) };
    if (this.shown.length < shownRows) this.shown.push(row);
    this.#waiting += `${textCell(file)},${line},${textCell(column)},${textCell(reason)},${textCell(row.sample)}\n`;
  }

  /** Call periodically: flushes buffered rows. */
  async flush(atLeast = flushAfter): Promise<void> {
    if (this.#waiting.length < atLeast || this.#waiting === '') return;
    if (!this.#file) {
      await this.files.makeFolder(this.folder);
      this.#file = await this.files.open(this.#temporary, 'write');
      await this.#file.write(Buffer.from('file,line,column,reason,sample\n'));
    }
    const text = this.#waiting;
    this.#waiting = '';
    await this.#file.write(Buffer.from(text));
  }

  /** Moves the file to its final path; null when nothing was rejected. */
  async keep(): Promise<string | null> {
    const path = join(this.folder, rejectsFileName);
    await this.files.remove(path); // remove that of an earlier import, even if this one's cannot be written
    if (this.#count === 0) return null;
    await this.flush(1);
    await this.#file?.sync();
    await this.#close();
    await this.files.rename(this.#temporary, path);
    return path;
  }

  async discard(): Promise<void> {
    await this.#close().catch(() => {});
    await this.files.remove(this.#temporary).catch(() => {});
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}
