import { ensureBuilt } from '../scripts/ensure-built.mjs';

/** Workers, the command line and the native wrapper run from the build, in tests as in the product. */
export async function setup(): Promise<void> {
  await ensureBuilt('node');
}
