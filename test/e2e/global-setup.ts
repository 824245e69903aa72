import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../../scripts/ensure-built.mjs';

/** Electron's package downloads its program when it is first used: where that is not possible, report it once, before any test. */
export function requireElectron(module = dirname(createRequire(import.meta.url).resolve('electron/package.json'))): void {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const pathFile = join(module, 'path.txt');
  const program = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const path = override === undefined ? join(module, 'dist', program) : join(override, program);
  if (existsSync(path)) return;
  throw new Error(
    `RANKLAB_ELECTRON=real asks for Electron itself, and its program is not at ${path}.\n` +
      'Fetch it with “npx install-electron --no” (from GitHub, or from the mirror in ELECTRON_MIRROR), or point ELECTRON_OVERRIDE_DIST_PATH ' +
      'at the folder of one that is there. Without it, “npx playwright test --project desktop” runs the same specs on the stand-in.',
  );
}

/** The specs drive the product as it ships: the built service, command line, shell and pages. */
export default async function globalSetup(): Promise<void> {
  if (process.env['RANKLAB_ELECTRON'] === 'real') requireElectron();
  await ensureBuilt('node');
  await ensureBuilt('app');
  await ensureBuilt('stand-in');
}
