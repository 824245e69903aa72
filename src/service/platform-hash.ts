import { createHash } from 'node:crypto';
import { provideSha256 } from '#engine/core/hashing/sha256';

/** Makes the engine use Node's SHA-256, because every build fingerprints large data. */
export const usePlatformHash = (): void => provideSha256(() => createHash('sha256'));
