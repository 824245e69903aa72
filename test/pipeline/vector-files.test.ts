/** Vectors computed elsewhere, from the file to the stored embeddings: each goes to its own video, and the report says what was ignored. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importRequestSchema } from '#shared/schemas/dataset';
import { buildSettingsSchema } from '#shared/schemas/model';
import { createRuntime, type Runtime } from '#service/runtime';

let root: string;
let runtime: Runtime;
const workspace = () => runtime.session.current();
const cases = (name: string): string => resolve('test/import-cases', name);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ranklab-vector-files-'));
  runtime = createRuntime();
  await runtime.session.create(join(root, 'workspace'), 'vectors');
  const request = { interactions: cases('vectors-log.csv'), videos: cases('vectors-catalogue.csv'), mode: 'replace' };
  await workspace().import(importRequestSchema.parse(request));
});
afterEach(async () => {
  await runtime.shutDown();
  rmSync(root, { recursive: true, force: true });
});

/** The stored vectors of the videos, and the build's report about them. */
async function built(path: string, more: Record<string, unknown> = {}) {
  const settings = buildSettingsSchema.parse({
    embeddings: { provider: 'precomputed', params: { path, ...more } },
    factors: { factorCount: 2 },
  });
  const report = await workspace().models.build(settings, undefined, ['serving']);
  const { arrays } = await workspace().store.artifacts.read('serving/embeddings');
  const vectors = arrays['vectors'] as Float32Array;
  const { dimensions, notes = [] } = report.embeddings!;
  const videos = (await workspace().dataset()).items.ids.ids;
  return { notes, of: (id: string) => [...vectors.subarray(videos.indexOf(id as never) * dimensions).subarray(0, dimensions)] };
}
function expectDirection(found: readonly number[], direction: readonly number[]): void {
  const length = Math.hypot(...direction);
  direction.forEach((value, d) => expect(found[d]).toBeCloseTo(value / length, 6));
}

it('uses the column named like an id, not the index column that pandas wrote', async () => {
  const { of, notes } = await built(cases('vectors-pandas-index.csv'));
  expectDirection(of('3'), [0.9577587, -0.19980213, 0.02425957, 1.54582085, 0.54510552, -0.50522874]);
  expectDirection(of('0'), [2.04091912, -2.55566503, 0.4180988, -0.56776961, -0.45264929, -0.21559716]);
  expect(notes).toEqual(['Ids are read from “item_id”; ignored: “column 1”']);
});

it('reads a matrix in Fortran order by rows', async () => {
  const { of, notes } = await built(cases('fortran-astype.npy'));
  expectDirection(of('0'), [0.40248585, 0.22924227, 0.3478231, 0.9236767, 0.7883745, 0.9123299]);
  expectDirection(of('1'), [0.5475758, 0.68006206, 0.9909855, 0.717264, 0.08563229, 0.00875282]);
  expect(notes).toEqual([]);
});

it('reads a changed file again in the next build, and keeps the vectors of a deleted one', async () => {
  const path = join(root, 'vectors.csv');
  const content = (first: number) => 'item_id,vector\n' + Array.from({ length: 8 }, (_, id) => `${id},"[${first} ${id + 1}]"\n`).join('');
  writeFileSync(path, content(1));
  expectDirection((await built(path)).of('2'), [1, 3]);
  writeFileSync(path, content(-5));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  expectDirection((await built(path)).of('2'), [-5, 3]);
  rmSync(path);
  expectDirection((await built(path)).of('2'), [-5, 3]);
});

it('counts videos without a direction, and stores the count with the vectors', async () => {
  const path = join(root, 'zeros.csv');
  writeFileSync(path, 'item_id,vector\n' + Array.from({ length: 7 }, (_, id) => `${id},"[${id < 2 ? 0 : 1} 0]"\n`).join(''));
  const expected = [
    '3 of 8 videos have no direction: search by content does not find them',
    'The vectors of all videos are alike: search by content cannot tell them apart',
  ];
  expect((await built(path, { requireAll: false })).notes).toEqual(expected);
  expect((await workspace().models.status()).report?.embeddings?.notes).toEqual(expected);
});
