import { dialog, type BrowserWindow } from 'electron';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';

interface FileToWrite {
  readonly path: string;
  readonly content: string | Uint8Array;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** True if nothing would be replaced or the user agrees. */
export async function askToReplace(window: BrowserWindow, files: readonly FileToWrite[]): Promise<boolean> {
  const present: string[] = [];
  for (const { path } of files) if (await exists(path)) present.push(basename(path));
  if (present.length === 0) return true;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Replace ${present.length === 1 ? present[0] : `${present.length} files`}?`,
    detail: `The folder already holds ${present.join(', ')}.`,
    buttons: ['Cancel', 'Replace'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/**
 * Writes all files or none: each is written to a temporary file first; when all are complete they are renamed. On a failure the temporary files are
 * removed and the old files are unchanged.
 */
export async function writeFiles(files: readonly FileToWrite[]): Promise<void> {
  const staged = files.map((file) => ({ ...file, beside: `${file.path}.partial` }));
  try {
    for (const { beside, content } of staged) {
      const handle = await open(beside, 'w');
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    for (const { beside, path } of staged) await rename(beside, path);
  } catch (error) {
    await Promise.all(staged.map(({ beside }) => rm(beside, { force: true })));
    throw error;
  }
}
