import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ScoringSettings } from '#engine/model/scoring-service';
import { ScoringCache } from './scoring-cache';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-scores-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings: ScoringSettings = {
  url: 'http://127.0.0.1/score',
  version: '',
  batchPairs: 4,
  concurrency: 2,
  timeoutSeconds: 5,
  retries: 2,
  usdPer1000: 0.5,
};
const context = { user: 'u1' };
const answer = (item: string, score: number) => ({ context, items: [item], scores: Float32Array.of(score) });
const header = 44;

it('after a damaged record, fills its place, loses no later answer and reads every other one again', async () => {
  const path = join(folder, 'damaged.cache');
  const before = new ScoringCache(path);
  for (const [item, score] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    await before.add(settings, [answer(item, score)]);
  await before.close();
  const bytes = readFileSync(path);
  const record = bytes.length / 3;
  bytes.writeUInt8(bytes.readUInt8(record + header) ^ 1, record + header);
  writeFileSync(path, bytes);
  const cache = new ScoringCache(path);
  const ids = ['a', 'b', 'c', 'd'];
  expect(await cache.read(settings, context, ids)).toEqual(new Map([['a', 1]]));
  await cache.add(settings, [answer('b', 2), answer('d', 4)]);
  expect(await cache.read(settings, context, ids)).toEqual(
    new Map([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ]),
  );
  await cache.close();
});
