import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Default folder of new workspaces: RANKLAB_WORKSPACES, the folder of the open workspace, or a folder in the user's home. The first that exists and
 * is writable; undefined if there is none.
 */
export async function workspacesFolder(
  openWorkspace: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
  home = homedir(),
): Promise<string | undefined> {
  const named = environment['RANKLAB_WORKSPACES'];
  const beside = openWorkspace === undefined ? undefined : dirname(openWorkspace);
  for (const folder of [named, beside, join(home, 'Documents'), home]) {
    if (folder !== undefined && folder !== '' && (await isWritableFolder(folder))) return folder;
  }
  return undefined;
}

const isWritableFolder = (path: string): Promise<boolean> =>
  access(path, constants.W_OK)
    .then(() => stat(path))
    .then(
      (found) => found.isDirectory(),
      () => false,
    );
