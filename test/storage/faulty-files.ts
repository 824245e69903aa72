import { nodeFileOperations, type FileOperations, type OpenFile, type WriteStep } from '#service/storage/files/file-operations';

export type FaultCode = 'EIO' | 'ENOSPC' | 'EACCES' | 'EMFILE';

interface FaultPlan {
  /** 1-based number of the operation that fails. */
  readonly failAt: number;
  readonly code: FaultCode;
  /** Every later operation fails too. */
  readonly permanent?: boolean;
}

/** File operations that fail as planned and are counted. */
export class FaultyFiles {
  count = 0;
  /** A description of every operation, in order. */
  readonly seen: string[] = [];
  readonly steps: WriteStep[] = [];
  /** The disk is full for operations of this description. */
  fullFor: RegExp | undefined;
  readonly operations: FileOperations;

  constructor(public plan?: FaultPlan) {
    const guard =
      <Args extends unknown[], Result>(name: string, operation: (...args: Args) => Result) =>
      (...args: Args): Result => {
        this.#maybeFail(`${name} ${String(args[0])}`);
        return operation(...args);
      };
    const files = nodeFileOperations;
    this.operations = {
      open: async (path, mode) => {
        this.#maybeFail(`open ${path}`);
        return this.#wrap(await files.open(path, mode), path);
      },
      readFile: async (path) => guard('readFile', files.readFile)(path),
      rename: async (from, to) => guard('rename', files.rename)(from, to),
      remove: async (path) => guard('remove', files.remove)(path),
      removeFolder: async (path) => guard('removeFolder', files.removeFolder)(path),
      makeFolder: async (path) => guard('makeFolder', files.makeFolder)(path),
      list: async (path) => guard('list', files.list)(path),
      copyFile: async (from, to) => guard('copyFile', files.copyFile)(from, to),
      stat: async (path) => guard('stat', files.stat)(path),
      realPath: async (path) => guard('realPath', files.realPath)(path),
      syncFolder: async (path) => guard('syncFolder', files.syncFolder)(path),
      freeBytes: async (path) => guard('freeBytes', files.freeBytes)(path),
      appendNow: (path, text) => guard('appendNow', files.appendNow)(path, text),
      reached: async (step, subject) => {
        this.steps.push(step);
        // The database does not use these operations, so its steps fail here.
        if (step.startsWith('database-') && step !== 'database-committed') this.#maybeFail(`${step} ${subject}`);
      },
    };
  }

  #wrap(file: OpenFile, path: string): OpenFile {
    return {
      write: async (data) => {
        try {
          this.#maybeFail(`write ${path}`);
        } catch (error) {
          await file.write(data.subarray(0, data.length >> 1)); // a failing write may have written some of it
          throw error;
        }
        return file.write(data);
      },
      read: async (target, position) => {
        this.#maybeFail(`read ${path}`);
        return file.read(target, position);
      },
      sync: async () => {
        this.#maybeFail(`sync ${path}`);
        return file.sync();
      },
      truncate: async (length) => {
        this.#maybeFail(`truncate ${path}`);
        return file.truncate(length);
      },
      size: async () => file.size(),
      close: async () => file.close(),
    };
  }

  #maybeFail(what: string): void {
    this.count++;
    this.seen.push(what);
    if (this.fullFor?.test(what)) throw Object.assign(new Error(`ENOSPC: injected failure, ${what}`), { code: 'ENOSPC' });
    if (!this.plan) return;
    const { failAt, code, permanent } = this.plan;
    if (this.count === failAt || (permanent && this.count > failAt)) {
      throw Object.assign(new Error(`${code}: injected failure, ${what}`), { code });
    }
  }
}
