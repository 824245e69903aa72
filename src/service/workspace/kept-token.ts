import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { configFolder } from '../storage/files/config-folder';

const tokenPattern = /^[A-Za-z0-9_-]{32}$/;
const isPrivate = (mode: number): boolean => process.platform === 'win32' || (mode & 0o077) === 0;

/** A token nobody can guess. */
const freshToken = (): string => randomBytes(24).toString('base64url');

/**
 * The bearer token of a workspace's service, kept in the user's configuration folder (readable by the user only, never in the workspace), so
 * that a page stays admitted when the service is started again. `renew` makes a new one. A folder that cannot be written gives a token for this
 * run alone.
 */
export async function keptToken(workspace: string, { renew = false, folder = configFolder() } = {}): Promise<string> {
  const tokens = join(folder, 'tokens');
  const path = join(tokens, createHash('sha256').update(resolve(workspace)).digest('hex').slice(0, 32));
  if (!renew) {
    const kept = await readKept(path);
    if (kept !== undefined) return kept;
  }
  const token = freshToken();
  try {
    await mkdir(tokens, { recursive: true, mode: 0o700 });
    await chmod(tokens, 0o700);
    const partial = `${path}.${randomBytes(4).toString('hex')}`;
    await writeFile(partial, token, { mode: 0o600 });
    await rename(partial, path);
  } catch {
    // A read-only home folder must not prevent serving.
  }
  return token;
}

/** Undefined for a file that is missing, that others can read, or that holds something else. */
async function readKept(path: string): Promise<string | undefined> {
  try {
    if (!isPrivate((await stat(path)).mode)) return undefined;
    const text = await readFile(path, 'utf8');
    return tokenPattern.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
