import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where a new workspace goes unless the person says otherwise: the folder that RANKLAB_WORKSPACES names, the one beside the
 * open workspace, or a place of the person's own. The first that is there and can be written; undefined when none can.
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
