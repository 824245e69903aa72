import { totalmem } from 'node:os';

/** Never less, however full the machine is: a sample must stay worth looking at. */
const least = 64 * 2 ** 20;

/**
 * Bytes that live evaluation may take when nobody says how many: a quarter of the memory there is (of the container, where
 * there is one), and no more than half of what is free.
 */
export function memoryBudgetBytes(
  totalBytes = process.constrainedMemory() || totalmem(),
  availableBytes = process.availableMemory(),
): number {
  return Math.max(least, Math.floor(Math.min(Math.min(totalBytes, totalmem()) / 4, availableBytes / 2)));
}
