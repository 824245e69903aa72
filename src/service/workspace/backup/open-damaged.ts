import { join } from 'node:path';
import { isRankLabError } from '#shared/errors';
import type { CheckFinding } from '#shared/schemas/safety';
import { nodeFileOperations, type FileOperations } from '../../storage/files/file-operations';
import { SetAside } from '../../storage/files/set-aside';
import { checkWorkspacePath, workspaceFiles } from '../../storage/files/workspace-paths';
import { Workspace } from '../stored-workspace';
import { takeLock } from '../lock/workspace-lock';
import { readManifest, writeManifest } from '../workspace-manifest';

/**
 * Makes a workspace that damage keeps from opening open again: a damaged workspace.json is rewritten, a damaged or missing data.duckdb is
 * set aside, so that data can be imported again. @returns what was done; nothing where the workspace opens as it is.
 * @throws whatever else keeps it from opening.
 */
export async function repairOpening(path: string, files: FileOperations = nodeFileOperations): Promise<CheckFinding[]> {
  const done: CheckFinding[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await (await Workspace.open(path, { files })).close();
      return done;
    } catch (error) {
      if (!isRankLabError(error) || error.code !== 'CORRUPT_ARTIFACT') throw error;
      const file = error.details.place ?? '';
      if (file.endsWith(workspaceFiles.manifest)) {
        await (await Workspace.repair(path, { files })).close().catch(() => {});
        done.push({
          file: workspaceFiles.manifest,
          reason: error.message,
          remedy: 'Rewritten; the old one is workspace.json.damaged',
          repaired: true,
        });
      } else if (file.endsWith(workspaceFiles.database)) {
        await withoutDatabase(files, checkWorkspacePath(path), error.message);
        const remedy = 'Set aside; import the data again, for example from exports/, or restore a backup';
        done.push({ file: workspaceFiles.database, reason: error.message, remedy, repaired: true });
      } else throw error;
    }
  }
  return done;
}

async function withoutDatabase(files: FileOperations, folder: string, reason: string): Promise<void> {
  const lock = await takeLock(files, folder);
  try {
    const setAside = await SetAside.open(files, folder);
    const database = join(folder, workspaceFiles.database);
    await setAside.keepFile(database, [{ line: null, reason }]);
    for (const name of [database, `${database}.wal`]) await files.remove(name);
    const { hasData: _gone, ...manifest } = await readManifest(files, folder);
    await writeManifest(files, folder, manifest);
  } finally {
    await lock.release();
  }
}
