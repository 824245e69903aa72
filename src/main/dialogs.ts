import { bridgeChannels } from '#shared/bridge-channels';
import { app, dialog, shell, type BrowserWindow, type WebContents } from 'electron';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { askToReplace, writeFiles } from './export-files';
import type { Ipc } from './ipc';
import type { SettingsFile } from './settings';
import type { ShowablePlaces } from './showable-places';
import type { Windows } from './windows';

const title = z.string().max(200);
const folderRequest = z.tuple([z.object({ title, create: z.boolean().optional() })]);
const extension = z.string().regex(/^[a-z0-9]{1,10}$/);
const filesRequest = z.tuple([z.object({ title, extensions: z.array(extension).optional(), multiple: z.boolean().optional() })]);
/** A plain name: no folder, no drive, nothing hidden, nothing a system reserves. */
const fileName = z
  .string()
  .max(200)
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .()@+=,-]*$/u)
  .refine((name) => !/[. ]$/.test(name) && !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name));
const saveRequest = z.tuple([z.array(z.object({ name: fileName, content: z.union([z.string(), z.instanceof(Uint8Array)]) })).min(1)]);
const pathRequest = z.tuple([z.string().refine(isAbsolute)]);

type Purpose = 'folder' | 'import' | 'export';

/** The system's dialogs for the page. Each kind opens in the folder it was in last. */
export function setupDialogs(ipc: Ipc, windows: Windows, settings: SettingsFile, places: ShowablePlaces): void {
  const lastFolder = (purpose: Purpose): string => settings.value.dialogFolders[purpose] ?? app.getPath('documents');
  const remember = (purpose: Purpose, folder: string): void =>
    settings.update({ dialogFolders: { ...settings.value.dialogFolders, [purpose]: folder } });
  const windowOf = (sender: WebContents): BrowserWindow => windows.of(sender) ?? windows.focus();

  const chooseFolder = async (window: BrowserWindow, purpose: Purpose, title: string, create: boolean): Promise<string | null> => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title,
      defaultPath: lastFolder(purpose),
      properties: ['openDirectory', ...(create ? (['createDirectory', 'promptToCreate'] as const) : [])],
    });
    const [path] = filePaths;
    if (path === undefined) return null;
    remember(purpose, purpose === 'folder' ? dirname(path) : path);
    return path;
  };

  ipc.answer(bridgeChannels.chooseFolder, folderRequest, (sender, { title, create }) =>
    chooseFolder(windowOf(sender), 'folder', title, create ?? false),
  );

  ipc.answer(bridgeChannels.chooseFiles, filesRequest, async (sender, { title, extensions, multiple }) => {
    const { filePaths } = await dialog.showOpenDialog(windowOf(sender), {
      title,
      defaultPath: lastFolder('import'),
      properties: ['openFile', ...(multiple ? (['multiSelections'] as const) : [])],
      ...(extensions && { filters: [{ name: extensions.map((name) => `.${name}`).join(', '), extensions }] }),
    });
    if (filePaths[0] !== undefined) remember('import', dirname(filePaths[0]));
    return filePaths;
  });

  ipc.answer(bridgeChannels.saveFiles, saveRequest, async (sender, files) => {
    const window = windowOf(sender);
    const [first] = files;
    if (files.length === 1 && first) {
      const { filePath } = await dialog.showSaveDialog(window, { defaultPath: join(lastFolder('export'), first.name) });
      if (!filePath) return null;
      remember('export', dirname(filePath));
      await writeFiles([{ path: filePath, content: first.content }]);
      places.addExport(filePath);
      return filePath;
    }
    const folder = await chooseFolder(window, 'export', 'Export into a folder', true);
    if (folder === null) return null;
    await mkdir(folder, { recursive: true });
    const targets = files.map(({ name, content }) => ({ path: join(folder, name), content }));
    if (!(await askToReplace(window, targets))) return null;
    await writeFiles(targets);
    for (const { path } of targets) places.addExport(path);
    return folder;
  });

  ipc.answer(bridgeChannels.showInFolder, pathRequest, async (_sender, path) => {
    const found = await places.find(path);
    if (found === null) throw new Error('Only the open workspace and what was exported can be shown in a folder.');
    shell.showItemInFolder(found);
  });

  ipc.answer(bridgeChannels.workspacesFolder, z.tuple([]), workspacesFolder);
}

/** `Documents/RankLab`, or a folder of our own where documents cannot be written. */
async function workspacesFolder(): Promise<string> {
  const inDocuments = join(app.getPath('documents'), 'RankLab');
  const ours = join(app.getPath('userData'), 'workspaces');
  const isCreated = await mkdir(inDocuments, { recursive: true }).then(
    () => true,
    () => false,
  );
  if (!isCreated) await mkdir(ours, { recursive: true });
  return isCreated ? inDocuments : ours;
}
