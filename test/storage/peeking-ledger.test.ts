import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { PeekingLedger, type TestPart } from '#service/storage/ledger/peeking-ledger';
import { testPartText } from '#shared/test-part-text';
import { temporaryFolder } from './temporary-folder';

const part = (rule: string, more: Partial<TestPart> = {}): TestPart => ({
  rule,
  cut: 'last-fifth',
  startMs: 800,
  endMs: 1_000,
  fingerprint: `split-of-${rule}`,
  ...more,
});
const [march, april] = [part('march'), part('april')];

it('counts different looks at a test side, also after a restart', async () => {
  const folder = temporaryFolder();
  const ledger = await PeekingLedger.open(nodeFileOperations, folder);
  expect([ledger.looks(march), ledger.testsBefore(march, 'a')]).toEqual([0, 0]);
  expect(ledger.recordLook(march, 'a', 6)).toBe(1);
  expect(ledger.recordLook(march, 'b', 9)).toBe(2);
  expect(ledger.recordLook(april, 'a', 6)).toBe(1);
  const again = await PeekingLedger.open(nodeFileOperations, folder);
  expect(again.looks(march)).toBe(2);
  expect(again.testsBefore(march, 'c')).toBe(15);
  expect(again.recordLook(march, 'c', 1)).toBe(3);
  // Viewing the same numbers again is not a new look, and their correction is unchanged.
  expect(again.recordLook(march, 'b', 9)).toBe(2);
  expect(again.testsBefore(march, 'b')).toBe(6);
});

it('carries looks over to grown data until its test period is past the inspected one', async () => {
  const ledger = await PeekingLedger.open(nodeFileOperations, temporaryFolder());
  ledger.recordLook(march, 'a', 6);
  const grown = part('march', { startMs: 810, endMs: 1_060, fingerprint: 'other' });
  expect(ledger.recordLook(grown, 'b', 6)).toBe(2);
  expect(ledger.looks(part('march', { startMs: 1_061, endMs: 1_500, fingerprint: 'later' }))).toBe(0);
  // A date and a share that cut at the same time define one test side; another time defines another.
  expect(ledger.looks(part('march', { cut: 'a-date', fingerprint: 'dated' }))).toBe(1);
  expect(ledger.looks(part('march', { cut: 'a-date', startMs: 850, fingerprint: 'dated' }))).toBe(0);
});

it('without times, carries looks over by the split rule alone', async () => {
  const ledger = await PeekingLedger.open(nodeFileOperations, temporaryFolder());
  const random = (fingerprint: string) => part('random', { cut: '', startMs: null, endMs: null, fingerprint });
  ledger.recordLook(random('one'), 'a');
  expect(ledger.recordLook(random('two'), 'b')).toBe(2);
});

it('lists every test part with its looks, how it is cut, and the period last seen, also after a restart', async () => {
  const folder = temporaryFolder();
  const ledger = await PeekingLedger.open(nodeFileOperations, folder);
  expect(ledger.parts()).toEqual([]);
  expect(() => ledger.looksAtPart(1)).toThrow('There is no test part 1');
  const settings = { split: { id: 'time', params: { fraction: 0.2 } }, relevance: { rule: 'kind' as const, kinds: ['like'] }, seed: null };
  ledger.recordLook(march, 'a', 6);
  ledger.recordLook(april, 'a', 2);
  ledger.recordLook({ ...march, endMs: 1_060, settings }, 'b', 3);
  const again = await PeekingLedger.open(nodeFileOperations, folder);
  expect(again.parts()).toMatchObject([
    { number: 1, cut: settings, endMs: 1_060, looks: 2, tests: 9 },
    { number: 2, cut: null, looks: 1, tests: 2 },
  ]);
  expect(again.parts()).toEqual(ledger.parts());
  expect(testPartText(again.parts()[0])).toBe('time, fraction 0.2; like');
  expect(again.looksAtPart(1)).toMatchObject({
    looks: [
      { number: 1, tests: 6 },
      { number: 2, tests: 3 },
    ],
    tests: 9,
  });
});

it('reads looks of earlier versions, which were counted per dataset and split', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'looks.log'), 'split-of-march a\nsplit-of-march b\n');
  const ledger = await PeekingLedger.open(nodeFileOperations, folder);
  expect(ledger.recordLook(march, 'c', 2)).toBe(3);
  expect(ledger.testsBefore(march, 'c')).toBe(2);
  expect(ledger.looks(april)).toBe(0);
});
