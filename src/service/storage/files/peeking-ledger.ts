import { join } from 'node:path';
import type { FileOperations } from './file-operations';
import { storageError } from './storage-error';

const fileName = 'looks.log';

interface Look {
  /** 1 for the first configuration that was looked at. */
  readonly number: number;
  readonly tests: number;
  /** Tests of all looks at the same test side before this one. */
  readonly testsBefore: number;
}

/**
 * Counts the looks at a split's test side, so that corrections can use the true number. A look is one configuration whose
 * test numbers were seen; seeing the same numbers again teaches nothing new and keeps its number. One line a look, handed
 * to the operating system before the number is returned: killing the process does not uncount it.
 */
export class PeekingLedger {
  /** Split fingerprint → configuration fingerprint → its look. */
  readonly #looks = new Map<string, Map<string, Look>>();

  private constructor(
    private readonly files: FileOperations,
    private readonly path: string,
    text: string,
  ) {
    for (const line of text.split('\n')) {
      const [split, configuration, tests] = line.split(' ');
      if (split && configuration) this.#remember(split, configuration, Number(tests) || 1);
    }
  }

  static async open(files: FileOperations, folder: string): Promise<PeekingLedger> {
    await files.makeFolder(folder);
    const path = join(folder, fileName);
    const text = (await files.stat(path)) ? (await files.readFile(path)).toString('utf8') : '';
    return new PeekingLedger(files, path, text);
  }

  /** The number of this configuration's look, a new one when it was not seen before; `tests`: how many hypotheses it tests. */
  recordLook(splitFingerprint: string, configurationFingerprint: string, tests = 1): number {
    const known = this.#looks.get(splitFingerprint)?.get(configurationFingerprint);
    if (known !== undefined) return known.number;
    try {
      this.files.appendNow(this.path, `${splitFingerprint} ${configurationFingerprint} ${tests}\n`);
    } catch (error) {
      throw storageError(error, 'record a look at the test side', this.path);
    }
    return this.#remember(splitFingerprint, configurationFingerprint, tests).number;
  }

  /** How many different configurations have been looked at. */
  looks(splitFingerprint: string): number {
    return this.#looks.get(splitFingerprint)?.size ?? 0;
  }

  /** How many hypotheses were tested at this test side before this configuration was; all of them when it was not yet. */
  testsBefore(splitFingerprint: string, configurationFingerprint: string): number {
    const looks = this.#looks.get(splitFingerprint);
    const known = looks?.get(configurationFingerprint);
    if (known) return known.testsBefore;
    const last = [...(looks?.values() ?? [])].at(-1);
    return last ? last.testsBefore + last.tests : 0;
  }

  #remember(split: string, configuration: string, tests: number): Look {
    const looks = this.#looks.get(split) ?? new Map<string, Look>();
    this.#looks.set(split, looks);
    let look = looks.get(configuration);
    if (!look) {
      look = { number: looks.size + 1, tests, testsBefore: this.testsBefore(split, configuration) };
      looks.set(configuration, look);
    }
    return look;
  }
}
