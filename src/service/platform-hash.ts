import { createHash } from 'node:crypto';
import { provideSha256 } from '#engine/core/hashing/sha256';

/** Lets the engine hash with Node's own SHA-256: fingerprints of large data are on the way of every build. */
export const usePlatformHash = (): void => provideSha256(() => createHash('sha256'));
