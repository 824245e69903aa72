import { RankLabError } from '#shared/errors';
import type { FileOperations, OpenFile } from './file-operations';

/**
 * The file operations of one opening of a workspace. After `close` they change nothing any more: requests and jobs that outlive their
 * workspace would otherwise write over what the next opening of the same folder has written since.
 */
export class ClosableFiles {
  readonly files: FileOperations;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(inner: FileOperations) {
    const change = this.#change.bind(this);
    this.files = {
      ...reading(inner),
      open: async (path, mode) => (mode === 'read' ? inner.open(path, mode) : this.#file(await change(() => inner.open(path, mode)))),
      rename: (from, to) => change(() => inner.rename(from, to)),
      remove: (path) => change(() => inner.remove(path)),
      removeFolder: (path) => change(() => inner.removeFolder(path)),
      makeFolder: (path) => change(() => inner.makeFolder(path)),
      copyFile: (from, to) => change(() => inner.copyFile(from, to)),
      appendNow: (path, text) => {
        if (this.#closed) throw closed();
        inner.appendNow(path, text);
      },
    };
  }

  /** Resolves once the changes under way have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  #file(file: OpenFile): OpenFile {
    return {
      write: (data) => this.#change(() => file.write(data)),
      truncate: (length) => this.#change(() => file.truncate(length)),
      read: (target, position) => file.read(target, position),
      sync: () => file.sync(),
      size: () => file.size(),
      close: () => file.close(),
    };
  }

  async #change<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#closed) throw closed();
    const change = work();
    this.#running.add(change);
    try {
      return await change;
    } finally {
      this.#running.delete(change);
    }
  }
}

/** Operations that change nothing, bound to their object. */
const reading = (
  inner: FileOperations,
): Pick<FileOperations, 'readFile' | 'list' | 'stat' | 'realPath' | 'syncFolder' | 'freeBytes' | 'reached'> => ({
  readFile: (path) => inner.readFile(path),
  list: (path) => inner.list(path),
  stat: (path) => inner.stat(path),
  realPath: (path) => inner.realPath(path),
  syncFolder: (path) => inner.syncFolder(path),
  freeBytes: (path) => inner.freeBytes(path),
  reached: (step, subject) => inner.reached(step, subject),
});

const closed = (): RankLabError =>
  new RankLabError('NO_WORKSPACE', 'The workspace has been closed', { remedy: 'Open it again and repeat the request.' });
