import { join } from 'node:path';
import { isRankLabError, RankLabError } from '#shared/errors';
import { readCheckedJson, writeCheckedJson } from './checked-json';
import type { FileOperations } from './file-operations';
import { guarded } from './storage-error';

const keyPattern = /^[a-z][a-z-]{0,39}$/;

/**
 * Small JSON documents by key (the Lab's unsaved variants, history): separate files, so that saving a keystroke never waits for an import's
 * transaction. Saves of a key during a write are merged: the newest wins.
 */
export class StateStore {
  readonly #writing = new Map<string, Promise<void>>();
  readonly #newest = new Map<string, unknown>();

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    /** Otherwise documents end with the process. */
    private readonly isKept = true,
  ) {}

  /** Undefined if nothing was saved or the document is damaged: damaged unsaved work must not prevent opening a workspace. */
  async load(key: string): Promise<unknown> {
    const path = this.#path(key);
    if (this.#newest.has(key)) return structuredClone(this.#newest.get(key));
    try {
      return await guarded(`read ${key}`, path, () => readCheckedJson(this.files, path, ''));
    } catch (error) {
      if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
      throw error;
    }
  }

  /** Durable when it returns. */
  async save(key: string, value: unknown): Promise<void> {
    const path = this.#path(key);
    this.#newest.set(key, value ?? null);
    if (!this.isKept) return;
    const running = this.#writing.get(key);
    if (running) await running.catch(() => {});
    if (!this.#newest.has(key)) return; // a concurrent save included our value
    const next = this.#writing.get(key) ?? this.#write(key, path);
    return next;
  }

  #write(key: string, path: string): Promise<void> {
    const value = this.#newest.get(key);
    const writing = guarded(`save ${key}`, path, async () => {
      await this.files.makeFolder(this.folder);
      await writeCheckedJson(this.files, path, value);
    }).finally(() => {
      this.#writing.delete(key);
      if (this.#newest.get(key) === value) this.#newest.delete(key);
    });
    this.#writing.set(key, writing);
    return writing;
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.#writing.values());
  }

  #path(key: string): string {
    if (!keyPattern.test(key)) {
      throw new RankLabError('INVALID_ARGUMENT', `“${key.slice(0, 80)}” is not a state key: use lower-case letters and dashes`, {
        place: 'key',
        value: key.slice(0, 80),
      });
    }
    return join(this.folder, `${key}.json`);
  }
}
