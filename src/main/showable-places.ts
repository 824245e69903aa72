import { realpath } from 'node:fs/promises';
import { isAbsolute, normalize, relative, sep } from 'node:path';

/** `\\\\server\\share`, in either spelling, and device paths: looking at one signs in at the server with the person's name. */
const isUnc = (path: string): boolean => /^[\\/]{2}/.test(path);

/** What the page may have shown in the system's file manager: the open workspace and what was exported in this run. */
export class ShowablePlaces {
  workspace: string | null = null;
  readonly #exports = new Set<string>();

  addExport(path: string): void {
    this.#exports.add(path);
  }

  /** The real path of a file or folder that may be shown; null for every other, and for what is not there. */
  async find(path: string): Promise<string | null> {
    if (!isAbsolute(path) || isUnc(path) || path.includes('\0')) return null;
    const realTarget = await realPath(normalize(path));
    if (realTarget === null || isUnc(realTarget)) return null;
    const places = await Promise.all([...this.#exports, ...(this.workspace === null ? [] : [this.workspace])].map(realPath));
    return places.some((place) => place !== null && isWithin(place, realTarget)) ? realTarget : null;
  }
}

const realPath = (path: string): Promise<string | null> => realpath(path).catch(() => null);

function isWithin(place: string, path: string): boolean {
  const way = relative(place, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
