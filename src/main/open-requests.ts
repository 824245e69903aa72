import { app } from 'electron';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Paths that the system can open with RankLab: a workspace's folder, or a `.ranklab` result file. */
export function pathsToOpen(args: readonly string[], folder: string): string[] {
  return args
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
    .filter((path) => existsSync(path) && (statSync(path).isDirectory() ? existsSync(resolve(path, 'workspace.json')) : isResult(path)));
}

const isResult = (path: string): boolean => path.endsWith('.ranklab') && statSync(path).isFile();

/**
 * One application at a time: a second start passes its paths to the first one and exits. Returns false in the second one.
 * Listens before the application is ready, because macOS sends the first `open-file` before that.
 */
export function setupOpenRequests(open: (path: string) => void, focus: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, args, folder) => {
    const paths = pathsToOpen(args.slice(1), folder);
    focus();
    for (const path of paths) open(path);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    for (const found of pathsToOpen([path], '/')) open(found);
  });
  return true;
}
