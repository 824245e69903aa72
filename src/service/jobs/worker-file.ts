import { RankLabError } from '#shared/errors';
import { findBundled } from '../bundle-files';

/** The built program of a thread: beside the bundle, or in `out/node` under the repository's root when run from the sources. */
export function findWorkerFile(name = 'worker.js'): string {
  const file = findBundled([name, `out/node/${name}`]);
  if (file !== undefined) return file;
  throw new RankLabError('INTERNAL', 'The worker program is missing', { remedy: 'Build the service with “npm run build”.' });
}
