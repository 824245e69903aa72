import { totalmem } from 'node:os';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly statedBytes: number;
  readonly totalBytes: number;
}

const thisMachine = (): Machine => ({ platform: process.platform, statedBytes: process.availableMemory(), totalBytes: totalmem() });

/**
 * Bytes of memory that may still be used on this machine or in this container. macOS states only pages that hold nothing at all, a few hundred
 * megabytes on an idle machine, and gives up those of its file cache on demand: at least half of the memory counts as available there.
 */
export const availableMemoryBytes = ({ platform, statedBytes, totalBytes }: Machine = thisMachine()): number =>
  platform === 'darwin' ? Math.max(statedBytes, Math.floor(totalBytes / 2)) : statedBytes;
