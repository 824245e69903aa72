import { RankLabError } from '#shared/errors';
import { findBundled } from '../bundle-files';

/** The built worker: beside the bundle, or `out/node/worker.js` under the repository's root when run from the sources. */
export function findWorkerFile(): string {
  const file = findBundled(['worker.js', 'out/node/worker.js']);
  if (file !== undefined) return file;
  throw new RankLabError('INTERNAL', 'The worker program is missing', { remedy: 'Build the service with “npm run build”.' });
}
