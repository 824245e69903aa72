import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file of the build, found from the running program upwards: the bundle lies in `out/node` (with `chunks` below it),
 * tests run from the sources beside `out`. Answers the first of `candidates` that exists in a folder on the way up.
 */
export function findBundled(candidates: readonly string[], from: string = import.meta.url): string | undefined {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const found = candidates.map((candidate) => join(folder, candidate)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The folder of the built interface, if it is built. */
export function findRenderer(): string | undefined {
  const page = findBundled(['renderer/index.html', 'out/renderer/index.html']);
  // The sources hold an index.html of that name too; the built one lies beside its assets.
  return page !== undefined && existsSync(join(dirname(page), 'assets')) ? dirname(page) : undefined;
}
