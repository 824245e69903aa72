import { join } from 'node:path';
import type { FileOperations } from './file-operations';
import { storageError } from './storage-error';

const fileName = 'looks.log';

/**
 * Counts the looks at a split's test side, so that corrections can use the true number. A look is one configuration whose
 * test numbers were seen; seeing the same numbers again teaches nothing new and keeps its number. One line a look, handed
 * to the operating system before the number is returned: killing the process does not uncount it.
 */
export class PeekingLedger {
  /** Split fingerprint → configuration fingerprint → number of the look. */
  readonly #looks = new Map<string, Map<string, number>>();

  private constructor(
    private readonly files: FileOperations,
    private readonly path: string,
    text: string,
  ) {
    for (const line of text.split('\n')) {
      const [split, configuration] = line.split(' ');
      if (split && configuration) this.#number(split, configuration);
    }
  }

  static async open(files: FileOperations, folder: string): Promise<PeekingLedger> {
    await files.makeFolder(folder);
    const path = join(folder, fileName);
    const text = (await files.stat(path)) ? (await files.readFile(path)).toString('utf8') : '';
    return new PeekingLedger(files, path, text);
  }

  /** The number of this configuration's look, a new one when it was not seen before. */
  recordLook(splitFingerprint: string, configurationFingerprint: string): number {
    const known = this.#looks.get(splitFingerprint)?.get(configurationFingerprint);
    if (known !== undefined) return known;
    try {
      this.files.appendNow(this.path, `${splitFingerprint} ${configurationFingerprint}\n`);
    } catch (error) {
      throw storageError(error, 'record a look at the test side', this.path);
    }
    return this.#number(splitFingerprint, configurationFingerprint);
  }

  /** How many different configurations have been looked at. */
  looks(splitFingerprint: string): number {
    return this.#looks.get(splitFingerprint)?.size ?? 0;
  }

  #number(split: string, configuration: string): number {
    const looks = this.#looks.get(split) ?? new Map<string, number>();
    this.#looks.set(split, looks);
    if (!looks.has(configuration)) looks.set(configuration, looks.size + 1);
    return looks.get(configuration) ?? 0;
  }
}
