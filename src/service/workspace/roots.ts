import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { RankLabError } from '#shared/errors';

/** The folders that requests may name files and workspaces in. Links are followed before the place is judged. */
export class Roots {
  constructor(private readonly folders: readonly string[]) {}

  /** @throws FORBIDDEN for a path outside; what is not there yet is judged by the folder that it would be in. */
  async check(...paths: readonly string[]): Promise<void> {
    const roots = await Promise.all(this.folders.map((folder) => realPathOf(resolve(folder))));
    for (const path of paths) {
      const place = await realPathOf(resolve(path));
      if (roots.some((root) => isWithin(root, place))) continue;
      throw new RankLabError('FORBIDDEN', `“${path}” lies outside the folders of this service`, {
        place: path,
        remedy: 'Put it into a folder of the service, or start the service with its folder as --root.',
      });
    }
  }
}

async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(await realPathOf(parent), relative(parent, path));
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
