import { join } from 'node:path';
import { z } from 'zod';
import { workspaceInfoSchema, type WorkspaceInfo } from '#shared/schemas/system';
import { configFolder } from '../storage/files/config-folder';
import { readCheckedJson, writeCheckedJson } from '../storage/files/checked-json';
import { nodeFileOperations, type FileOperations } from '../storage/files/file-operations';
import { workspaceFiles } from '../storage/files/workspace-paths';

const entrySchema = workspaceInfoSchema.extend({ lastOpenedAtMs: z.number() });
const listSchema = z.object({ workspaces: z.array(entrySchema) });
type RecentWorkspace = z.infer<typeof entrySchema> & { missing: boolean };

const entryLimit = 30;

/** Recently opened workspaces, newest first. A convenience: a failure to read or write the list never fails an operation. */
export class RecentWorkspaces {
  #writes: Promise<void> = Promise.resolve();

  constructor(
    private readonly files: FileOperations = nodeFileOperations,
    private readonly folder: string = configFolder(),
  ) {}

  /** `missing`: the folder does not exist, or its disk is not mounted. */
  async list(): Promise<RecentWorkspace[]> {
    const entries = await this.#read();
    return Promise.all(
      entries.map(async (entry) => ({
        ...entry,
        missing: !(await this.files.stat(join(entry.path, workspaceFiles.manifest)).catch(() => undefined)),
      })),
    );
  }

  /** Moves a workspace to the top. */
  touch(info: WorkspaceInfo, openedAtMs: number): Promise<void> {
    return this.#change((entries) => [
      { ...info, problems: [], lastOpenedAtMs: openedAtMs },
      ...entries.filter(({ path }) => path !== info.path),
    ]);
  }

  forget(path: string): Promise<void> {
    return this.#change((entries) => entries.filter((entry) => entry.path !== path));
  }

  #change(edit: (entries: z.infer<typeof entrySchema>[]) => z.infer<typeof entrySchema>[]): Promise<void> {
    this.#writes = this.#writes.then(async () => {
      try {
        await this.files.makeFolder(this.folder);
        await writeCheckedJson(this.files, this.#path, { workspaces: edit(await this.#read()).slice(0, entryLimit) });
      } catch {
        // a read-only home folder must not prevent work
      }
    });
    return this.#writes;
  }

  async #read(): Promise<z.infer<typeof entrySchema>[]> {
    try {
      const parsed = listSchema.safeParse(await readCheckedJson(this.files, this.#path, ''));
      return parsed.success ? parsed.data.workspaces : [];
    } catch {
      return [];
    }
  }

  get #path(): string {
    return join(this.folder, 'recent-workspaces.json');
  }
}
