import { totalmem } from 'node:os';
import { availableMemoryBytes } from '../available-memory';

/** Minimum budget, so that a sample stays meaningful on a full machine. */
const least = 64 * 2 ** 20;

/**
 * Default memory limit of live evaluation in bytes: a quarter of total memory (of the container, if any), at most half of free memory.
 */
export function memoryBudgetBytes(totalBytes = process.constrainedMemory() || totalmem(), availableBytes = availableMemoryBytes()): number {
  return Math.max(least, Math.floor(Math.min(Math.min(totalBytes, totalmem()) / 4, availableBytes / 2)));
}
