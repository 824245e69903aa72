import { ensureBuilt } from '../../scripts/ensure-built.mjs';

/** The specs drive the product as it ships: the built service, command line, shell and pages. */
export default async function globalSetup(): Promise<void> {
  await ensureBuilt('node');
  await ensureBuilt('app');
  await ensureBuilt('stand-in');
}
