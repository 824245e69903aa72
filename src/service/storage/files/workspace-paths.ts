import { homedir } from 'node:os';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { RankLabError } from '#shared/errors';
import { kernelLockName, type FileOperations } from './file-operations';

/** Paths inside a workspace. */
export const workspaceFiles = {
  manifest: 'workspace.json',
  /** Describes the lock's owner; the lock itself is a kernel lock on the file below. */
  lock: 'workspace.lock',
  kernelLock: kernelLockName,
  database: 'data.duckdb',
  log: 'log',
  artifacts: 'artifacts',
  exports: 'exports',
  state: 'state',
  uploads: 'uploads',
  backups: 'backups',
  online: 'online',
  schedules: 'schedules',
  setAside: 'set-aside',
} as const;

/** Its presence makes a folder a snapshot, which nothing changes. */
export const snapshotManifestName = 'snapshot.json';

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Bidirectional controls and other invisible characters that disguise a name. */

const deceptive = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/u;

const control = /[\u0000-\u001f\u007f-\u009f]/u;
const maximumNameLength = 200;

function problemWithName(name: string): string | undefined {
  if (name.trim() === '') return 'is empty';
  if (name.length > maximumNameLength) return `is ${name.length} characters long; at most ${maximumNameLength} are allowed`;
  if (control.test(name)) return 'contains a control character';
  if (deceptive.test(name)) return 'contains invisible or direction-changing characters';
  if (/[/\\]/.test(name)) return 'contains a path separator';
  if (/[<>:"|?*]/.test(name)) return 'contains one of < > : " | ? *';
  if (name === '.' || name === '..' || /[. ]$/.test(name) || name.startsWith(' ')) return 'starts or ends with a space or ends with a dot';
  if (reserved.test(name)) return 'is reserved by Windows';
  return undefined;
}

/** A safe folder name on every system. @throws INVALID_ARGUMENT saying what is wrong with it. */
export function checkName(name: string, noun = 'workspace name'): string {
  const problem = problemWithName(name);
  if (problem === undefined) return name;
  throw new RankLabError('INVALID_ARGUMENT', `The ${noun} “${printable(name)}” ${problem}`, {
    value: printable(name),
    remedy: 'Use letters, digits, spaces, dots and dashes.',
  });
}

/**
 * An absolute path for a workspace (`~` is the home folder). `checkName` checks names of new folders; existing folders are accepted unchanged.
 * @throws INVALID_ARGUMENT
 */
export function checkWorkspacePath(path: string): string {
  const expanded = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  const fail = (problem: string): never => {
    throw new RankLabError('INVALID_ARGUMENT', `The workspace path “${printable(path)}” ${problem}`, {
      place: 'path',
      value: printable(path),
      remedy: 'Choose a folder whose name has only letters, digits, spaces, dots and dashes.',
    });
  };
  if (expanded.trim() === '') fail('is empty');
  if (control.test(expanded)) fail('contains a control character');
  const absolute = resolve(expanded);
  if (absolute.length > 4_000) fail('is too long');
  for (const part of absolute.split(sep)) {
    if (Buffer.byteLength(part) > 255) fail('has a part longer than 255 bytes');
  }
  if (absolute === resolve('/')) fail('is the root of the disk');
  return absolute;
}

/** True when `path` lies in `folder` (both resolved). */
function isInside(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== '' && !between.startsWith(`..${sep}`) && between !== '..' && !isAbsolute(between);
}

/**
 * The path of `name` in `folder`, a single safe component.
 * @throws INVALID_ARGUMENT for anything outside the folder, by dots, separators or a link.
 */
export async function containedPath(files: FileOperations, folder: string, name: string): Promise<string> {
  checkName(name, 'file name');
  const path = join(folder, name);
  if (await files.stat(path)) {
    const [realFolder, realPath] = [await files.realPath(folder), await files.realPath(path)];
    if (!isInside(realFolder, realPath)) throw escapes(path, realPath);
  }
  return path;
}

/** Refuses a workspace whose folders are links to somewhere else: removing an artifact must never reach outside. */
export async function checkContained(files: FileOperations, root: string): Promise<void> {
  const realRoot = await files.realPath(root);
  for (const name of Object.values(workspaceFiles)) {
    const path = join(root, name);
    if (!(await files.stat(path))) continue;
    const real = await files.realPath(path);
    if (!isInside(realRoot, real)) throw escapes(path, real);
  }
}

const escapes = (path: string, real: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `${basename(path)} is a link that points outside the workspace, to ${real}`, {
    place: path,
    remedy: 'Replace the link with a real file or folder.',
  });

const printable = (text: string): string =>
  text.slice(0, 80).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/gu, '\ufffd');
