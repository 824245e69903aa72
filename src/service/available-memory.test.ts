import { expect, it } from 'vitest';
import { availableMemoryBytes } from './available-memory';

const gibibyte = 2 ** 30;

it('the memory that a machine states is what is available, except on macOS, which leaves out its file cache', () => {
  const machine = { statedBytes: gibibyte / 4, totalBytes: 16 * gibibyte };
  expect(availableMemoryBytes({ ...machine, platform: 'linux' })).toBe(gibibyte / 4);
  expect(availableMemoryBytes({ ...machine, platform: 'darwin' })).toBe(8 * gibibyte);
  expect(availableMemoryBytes({ ...machine, statedBytes: 12 * gibibyte, platform: 'darwin' })).toBe(12 * gibibyte);
});
