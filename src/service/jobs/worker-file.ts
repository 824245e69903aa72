import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RankLabError } from '#shared/errors';

/**
 * The built worker. From the bundle (`out/node/*.js`, `out/node/chunks/*.js`) it lies beside or one folder up; from the
 * sources (tests) it is `out/node/worker.js` under the repository's root.
 */
export function findWorkerFile(from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  for (let folder = start; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, 'worker.js'), join(folder, 'out', 'node', 'worker.js')]) {
      if (existsSync(candidate)) return candidate;
    }
    if (dirname(folder) === folder) break;
  }
  const remedy = 'Build the service with `npm run build`.';
  throw new RankLabError('INTERNAL', 'The worker program is missing', { place: start, remedy });
}
