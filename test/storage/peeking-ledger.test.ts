import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { PeekingLedger } from '#service/storage/files/peeking-ledger';
import { temporaryFolder } from './temporary-folder';

it('counts different looks at a test side, and still knows them after a restart', async () => {
  const folder = temporaryFolder();
  const ledger = await PeekingLedger.open(nodeFileOperations, folder);
  expect([ledger.looks('march'), ledger.testsBefore('march', 'a')]).toEqual([0, 0]);
  expect(ledger.recordLook('march', 'a', 6)).toBe(1);
  expect(ledger.recordLook('march', 'b', 9)).toBe(2);
  expect(ledger.recordLook('april', 'a', 6)).toBe(1);
  const again = await PeekingLedger.open(nodeFileOperations, folder);
  expect(again.looks('march')).toBe(2);
  expect(again.testsBefore('march', 'c')).toBe(15);
  expect(again.recordLook('march', 'c', 1)).toBe(3);
  // Seeing the same numbers again is no new look, and what it was corrected for stays.
  expect(again.recordLook('march', 'b', 9)).toBe(2);
  expect(again.testsBefore('march', 'b')).toBe(6);
});

it('reads looks that were written before tests were counted', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'looks.log'), 'march a\nmarch b\n');
  const ledger = await PeekingLedger.open(nodeFileOperations, folder);
  expect(ledger.recordLook('march', 'c', 2)).toBe(3);
  expect(ledger.testsBefore('march', 'c')).toBe(2);
});
