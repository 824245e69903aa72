import { join } from 'node:path';
import type { FileOperations } from './file-operations';
import { storageError } from './storage-error';

const fileName = 'looks.log';

/**
 * Counts every look at a split's test side, so that corrections can use the true number. One line a look, handed to the
 * operating system before the number is returned: killing the process does not uncount it.
 */
export class PeekingLedger {
  private constructor(
    private readonly files: FileOperations,
    private readonly path: string,
    private readonly counts: Map<string, number>,
  ) {}

  static async open(files: FileOperations, folder: string): Promise<PeekingLedger> {
    await files.makeFolder(folder);
    const path = join(folder, fileName);
    const text = (await files.stat(path)) ? (await files.readFile(path)).toString('utf8') : '';
    const counts = new Map<string, number>();
    for (const line of text.split('\n')) {
      const [fingerprint, count] = line.split(' ');
      if (fingerprint) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + (Number(count) || 1));
    }
    return new PeekingLedger(files, path, counts);
  }

  /** Counts one more look; answers how many there have been, this one included. */
  recordLook(splitFingerprint: string): number {
    try {
      this.files.appendNow(this.path, `${splitFingerprint}\n`);
    } catch (error) {
      throw storageError(error, 'record a look at the test side', this.path);
    }
    const looks = this.looks(splitFingerprint) + 1;
    this.counts.set(splitFingerprint, looks);
    return looks;
  }

  looks(splitFingerprint: string): number {
    return this.counts.get(splitFingerprint) ?? 0;
  }
}
