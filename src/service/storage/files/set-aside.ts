import { basename, join } from 'node:path';
import { z } from 'zod';
import { storageProblemSchema, type StorageProblem } from '#shared/schemas/system';
import { readCheckedJson, writeCheckedJson } from './checked-json';
import type { FileOperations } from './file-operations';
import { guarded } from './storage-error';
import { workspaceFiles } from './workspace-paths';

const listName = 'problems.json';
const recordsName = 'records.jsonl';
/** Maximum number of listed problems; the files hold the rest. */
const maxListed = 1_000;
const listSchema = z.object({ problems: z.array(storageProblemSchema) });

/** A problem of a file: at a line, or of the whole file. */
export interface FoundProblem {
  readonly line: number | null;
  readonly reason: string;
}

/**
 * The folder `set-aside/` of a workspace: copies of damaged files, records that the tables refused, and the list of problems. It is never read back
 * into the data; the user decides what to do with it.
 */
export class SetAside {
  readonly #problems: StorageProblem[];
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly files: FileOperations,
    private readonly workspace: string,
    problems: readonly StorageProblem[],
  ) {
    this.#problems = [...problems];
  }

  static async open(files: FileOperations, workspace: string): Promise<SetAside> {
    const path = join(workspace, workspaceFiles.setAside, listName);
    try {
      const stored = listSchema.safeParse(await readCheckedJson(files, path, ''));
      return new SetAside(files, workspace, stored.success ? stored.data.problems : []);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'CORRUPT_ARTIFACT') throw error;
      return new SetAside(files, workspace, []);
    }
  }

  /** Problems that are not dismissed, oldest first. */
  list(): StorageProblem[] {
    return this.#problems.filter(({ dismissed }) => !dismissed);
  }

  /** Stores a copy of a damaged file, unless there is one, and lists its problems. Repeated calls are no-ops. */
  keepFile(path: string, found: readonly FoundProblem[]): Promise<void> {
    return this.#alone(async () => {
      const file = path.slice(this.workspace.length + 1).replaceAll('\\', '/');
      const fresh = found.filter(({ line, reason }) => !this.#knows(file, line, reason));
      if (fresh.length === 0) return;
      const facts = await this.files.stat(path);
      const keptAs = facts && !facts.isFolder ? await this.#copy(path, file) : null;
      await this.#note(fresh.map(({ line, reason }) => ({ file, line, reason, keptAs })));
    });
  }

  /** Stores refused records with their reasons. Storing a record twice is a no-op. */
  keepRecords(file: string, records: readonly { readonly sequence: number; readonly event: unknown; readonly reason: string }[]) {
    return this.#alone(async () => {
      const fresh = records.filter(({ sequence, reason }) => !this.#knows(file, sequence, reason));
      if (fresh.length === 0) return;
      const keptAs = `${workspaceFiles.setAside}/${recordsName}`;
      await guarded('set records aside', keptAs, async () => {
        const folder = await this.#folder();
        const target = await this.files.open(join(folder, recordsName), 'append');
        try {
          await target.write(Buffer.from(fresh.map((record) => `${JSON.stringify(record)}\n`).join('')));
          await target.sync();
        } finally {
          await target.close();
        }
        await this.files.syncFolder(folder);
      });
      await this.#note(fresh.map(({ sequence, reason }) => ({ file, line: sequence, reason, keptAs })));
    });
  }

  /** Clears the list; the files stay. */
  dismiss(): Promise<void> {
    return this.#alone(async () => {
      if (this.list().length === 0) return;
      this.#problems.forEach((problem, i) => (this.#problems[i] = { ...problem, dismissed: true }));
      await this.#save();
    });
  }

  #knows(file: string, line: number | null, reason: string): boolean {
    return this.#problems.some((problem) => problem.file === file && problem.line === line && problem.reason === reason);
  }

  async #note(problems: readonly Omit<StorageProblem, 'foundAtMs' | 'dismissed'>[]): Promise<void> {
    const foundAtMs = Date.now();
    this.#problems.push(...problems.map((problem) => ({ ...problem, foundAtMs, dismissed: false })));
    this.#problems.splice(0, Math.max(0, this.#problems.length - maxListed));
    await this.#save();
  }

  async #save(): Promise<void> {
    const path = join(await this.#folder(), listName);
    await guarded('list what was set aside', path, () => writeCheckedJson(this.files, path, { problems: this.#problems }));
  }

  /** The copy is complete before the list names it: after a crash in between it is copied again. */
  async #copy(path: string, file: string): Promise<string> {
    const name = file.replaceAll('/', '-');
    return guarded(`set ${basename(path)} aside`, path, async () => {
      const folder = await this.#folder();
      let free = name;
      for (let n = 2; await this.files.stat(join(folder, free)); n++) free = `${n}-${name}`;
      await this.files.copyFile(path, join(folder, free));
      const copy = await this.files.open(join(folder, free), 'append');
      try {
        await copy.sync();
      } finally {
        await copy.close();
      }
      await this.files.syncFolder(folder);
      return `${workspaceFiles.setAside}/${free}`;
    });
  }

  async #folder(): Promise<string> {
    const folder = join(this.workspace, workspaceFiles.setAside);
    await this.files.makeFolder(folder);
    return folder;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(work);
    this.#writes = result.catch(() => {});
    return result;
  }
}
