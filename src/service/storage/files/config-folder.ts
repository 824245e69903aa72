import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's configuration folder: RANKLAB_CONFIG_DIR, or the system's place for it. */
export function configFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.RANKLAB_CONFIG_DIR) return environment.RANKLAB_CONFIG_DIR;
  if (process.platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'ranklab');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ranklab');
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'ranklab');
}
