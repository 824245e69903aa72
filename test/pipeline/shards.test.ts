/** A comparison that is measured in shards: merged, its files are those of one run, byte for byte; whatever does not belong together is refused. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineVariant } from '#engine/pipeline/baselines';
import { shardOfUser } from '#engine/pipeline/shards/user-shards';
import { reportFormats } from '#engine/report/formats/registry';
import { readShards, writeShard } from '#service/experiments/shards/shard-file';
import { createRuntime } from '#service/runtime';
import { encodeArtifact, type ArtifactArray } from '#service/storage/files/artifact-format';
import { decodeArtifact, type Artifact } from '#service/storage/files/artifact-reader';
import { writeAtomically } from '#service/storage/files/atomic-write';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { generatorParamsSchema, importRequestSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema, type ExperimentConfig, type ExperimentConfigInput } from '#shared/schemas/experiment';
import { buildSettingsSchema } from '#shared/schemas/model';
import type { ShardHeader, ShardPass } from '#shared/schemas/shard';
import { variant } from '../fixtures';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-shards-'));
const runtime = createRuntime();
const current = () => runtime.session.current();
const allFormats = reportFormats.list().map(({ id }) => id);

afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (config: ExperimentConfigInput): ExperimentConfig =>
  experimentConfigSchema.parse({ statistics: { bootstrapSamples: 100, permutations: 100 }, ...config });

/** The folder of the files of every shard. */
async function measured(config: ExperimentConfig, count: number): Promise<string> {
  const into = mkdtempSync(join(folder, 'shards-'));
  for (let index = 1; index <= count; index++) {
    await writeShard(nodeFileOperations, into, await current().experiments.measureShard(config, { index, count }));
  }
  return into;
}

const merged = async (places: string[], formats: readonly string[] = ['csv']) =>
  current().experiments.merge(await readShards(nodeFileOperations, places), formats);

async function expectEqual(config: ExperimentConfig, count: number, formats: readonly string[]): Promise<void> {
  const whole = await current().experiments.report(config, formats);
  const { files, result } = await merged([await measured(config, count)], formats);
  expect(result).toEqual(whole.result);
  expect(files.map(({ name }) => name)).toEqual(whole.files.map(({ name }) => name));
  for (const [f, file] of files.entries()) expect(file.content === whole.files[f]?.content, file.name).toBe(true);
}

const variants = [
  baselineVariant('popular'),
  // Popularity alone has many equal scores: lists must be extended through ties, for some users further than for others.
  variant({ name: 'popularity', weights: { popularity: 1 }, normalization: 'none', candidates: { poolSize: 60 } }),
  variant({ name: 'mixed', weights: { factors: 0.7, freshness: 0.3 }, mmrLambda: 0.7, candidates: { coldUsers: 'exclude' } }),
];
/** Means over users, and what is no mean: the catalogue's coverage, the spread of exposure, lists that depend on their neighbours. */
const metrics = ['ndcg@5', 'map', 'r_precision', 'coverage@5', 'gini@5', 'novelty@5', 'ild@5', 'calibration@5'];
const mixed = configOf({
  variants,
  metrics,
  segments: ['warmth', 'activity'],
  scoreTies: 'random',
  listLength: 8,
  statistics: { bootstrapSamples: 100, permutations: 100 },
});

describe('on a generated log', () => {
  beforeAll(async () => {
    await runtime.session.create(join(folder, 'log'), 'log');
    await current().generate(generatorParamsSchema.parse({ users: 90, videos: 120, interactions: 1_800, seed: 4 }));
    await current().models.build(buildSettingsSchema.parse({ factors: { factorCount: 6 } }));
  });

  it('16 shards give the files of one run in every format, byte for byte', async () => {
    await expectEqual(mixed, 16, allFormats);
  });

  it('any number of shards does, shards without users included', async () => {
    // Lists end where the metrics stop to read: at the number of relevant videos that any user has, or after equal scores, of which there are many.
    const equal = variant({ name: 'equal', weights: { 'creator-affinity': 1 }, normalization: 'none' });
    const config = configOf({
      variants: [equal, baselineVariant('popular')],
      metrics: ['ndcg@3', 'r_precision', 'coverage@3'],
      segments: [],
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), (count) => expectEqual(config, count, ['csv', 'trec'])),
      { numRuns: 3, examples: [[200]] },
    );
  });

  it('measuring shards is no look at the test part; merging them is one, and merging them again the same one', async () => {
    const config = configOf({
      variants: [variant({ name: 'a', weights: { similarity: 1 } }), variant({ name: 'b', weights: { similarity: 0.3, freshness: 0.1 } })],
      metrics: ['mrr@4'],
    });
    const before = await current().experiments.looks({ ...config });
    const places = [await measured(config, 2)];
    expect((await current().experiments.looks({ ...config })).looks.length).toBe(before.looks.length);
    const first = await merged(places);
    const again = await merged(places);
    expect([first.result.testLooks, again.result.testLooks]).toEqual([before.looks.length + 1, before.looks.length + 1]);
  });

  describe('refusals', () => {
    const config = configOf({ variants: variants.slice(0, 2), metrics: ['ndcg@3'], segments: [] });
    let shards: string;
    const path = (index: number): string => join(shards, `shard-${index}-of-3.ranklab-shard`);
    beforeAll(async () => {
      shards = await measured(config, 3);
    });
    /** The third shard with other contents and the right checksums. */
    async function altered(
      change: (header: Artifact['header'], arrays: Artifact['arrays']) => [Artifact['header'], Record<string, ArtifactArray | undefined>],
    ): Promise<string> {
      const file = await nodeFileOperations.open(path(3), 'read');
      const { header, arrays } = await decodeArtifact(file, false);
      await file.close();
      const [other, changed] = change(header, arrays);
      const kept = Object.entries(changed).flatMap(([name, array]) => (array ? [[name, array] as const] : []));
      const strange = join(mkdtempSync(join(folder, 'altered-')), 'shard-3-of-3.ranklab-shard');
      await writeAtomically(nodeFileOperations, strange, encodeArtifact(other, Object.fromEntries(kept)).chunks);
      return strange;
    }

    it('name a missing shard and how to measure it', async () => {
      await expect(merged([path(1), path(3)])).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: '1 shard of 3 missing: 2/3',
        details: { remedy: 'Measure them with “--shard 2/3”, and merge again' },
      });
      await expect(merged([folder])).rejects.toMatchObject({ code: 'NOT_FOUND', details: { place: folder } });
    });

    it('name a shard that is there twice, with both files', async () => {
      const copy = join(mkdtempSync(join(folder, 'copy-')), 'again.ranklab-shard');
      copyFileSync(path(2), copy);
      await expect(merged([shards, copy])).rejects.toMatchObject({
        code: 'CONFLICT',
        message: `Shard 2/3 is there twice: ${path(2)} and ${copy}`,
      });
    });

    it('name a shard of another number of shards, of other settings and of other data', async () => {
      await expect(merged([path(1), await measured(config, 2)])).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('it is one of 2 shards, not of 3') as string,
      });
      const [baseline, other] = config.variants;
      const changed = { ...config, variants: [baseline, { ...other, weights: { popularity: 0.5 } }] };
      await expect(merged([path(1), await measured(changed, 3)])).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('its configuration differs at variants.1.weights.popularity') as string,
      });
    });

    it('name a damaged shard and how to measure it again', async () => {
      const bytes = readFileSync(path(3));
      const damaged = join(mkdtempSync(join(folder, 'damaged-')), 'shard-3-of-3.ranklab-shard');
      for (const at of [3, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
        writeFileSync(damaged, changed);
        await expect(merged([path(1), path(2), damaged])).rejects.toMatchObject({
          code: 'CORRUPT_ARTIFACT',
          details: { place: damaged, remedy: 'Measure it again with “--shard 3/3”' },
        });
      }
      writeFileSync(damaged, bytes.subarray(0, 100));
      await expect(merged([damaged])).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    });

    it.each([
      ['without an array', { '0.1.items': undefined }, /no array 0\.1\.items/],
      ['with an array of another type', { '0.1.fallbacks': Int32Array.of(0) }, /0\.1\.fallbacks is no Uint8Array/],
      ['with too short an array', { '0.0.scores': new Float64Array(1) }, /0\.0\.scores has 1 values where \d+ are expected/],
      ['with more entries than a list has room for', { '0.0.counts': Int32Array.of(1e9) }, /0\.0\.counts (holds|has)/],
      ['with a user of no row', { '0.users': Int32Array.of(-3) }, /0\.users holds -3/],
    ])('name a whole file %s', async (_what, changed, message) => {
      const strange = await altered((header, arrays) => [header, { ...arrays, ...changed }]);
      await expect(merged([path(1), path(2), strange])).rejects.toMatchObject({
        code: 'CORRUPT_ARTIFACT',
        message: expect.stringMatching(message) as string,
        details: { place: strange, remedy: 'Measure it again with “--shard 3/3”' },
      });
    });

    it('name a whole file whose header does not fit', async () => {
      const withDetails = (change: (details: ShardHeader) => object) =>
        altered((header, arrays) => [
          { ...header, details: { ...(header.details as object), ...change(header.details as ShardHeader) } },
          arrays,
        ]);
      const lists = (change: (pass: ShardPass) => object) =>
        withDetails(({ passes }) => ({ passes: passes.map((pass) => ({ ...pass, ...change(pass) })) }));
      for (const [strange, code] of [
        [await lists(({ variants: of }) => ({ variants: of.slice(1) })), 'CORRUPT_ARTIFACT'],
        [await lists(({ variants: of }) => ({ variants: of.map((one) => ({ ...one, length: 1e15 })) })), 'CORRUPT_ARTIFACT'],
        [await lists(() => ({ order: 7 })), 'CONFLICT'],
      ]) {
        await expect(merged([path(1), path(2), strange ?? ''])).rejects.toMatchObject({ code, details: { place: strange } });
      }
    });

    it('name a file with videos that the data do not have', async () => {
      const strange = await altered((header, arrays) => [header, { ...arrays, '0.0.items': arrays['0.0.items']?.map(() => 1e6) }]);
      await expect(merged([path(1), path(2), strange])).rejects.toMatchObject({
        code: 'CORRUPT_ARTIFACT',
        message: expect.stringContaining('ranks videos that the data do not have') as string,
        details: { place: strange },
      });
    });

    it('name the data where the workspace has other data by now', async () => {
      await current().addVideo({ title: 'A new one', description: '', tags: [], categories: [] });
      await current().latestDataset();
      await expect(merged([shards])).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('than this workspace: its data differ') as string,
      });
    });
  });
});

describe('on a log of whole days', () => {
  beforeAll(async () => {
    const rows = Array.from({ length: 90 }, (_, user) =>
      Array.from({ length: 9 }, (_, n) => `u${user},v${(user * 7 + n * n * 3) % 31},2024-05-0${1 + Math.floor(n / 3)}`),
    ).flat();
    const from = join(folder, 'days');
    mkdirSync(from);
    writeFileSync(join(from, 'interactions.csv'), ['user_id,video_id,timestamp', ...rows, ''].join('\n'));
    await runtime.session.create(join(folder, 'days-workspace'), 'days');
    await current().import(importRequestSchema.parse({ interactions: join(from, 'interactions.csv'), acceptGuesses: true }));
    await current().models.build(buildSettingsSchema.parse({ factors: { factorCount: 4 }, embeddings: null }));
  });

  it('shards give the ranges over the orders of interactions at one moment that one run gives', async () => {
    const config = configOf({
      split: { id: 'leave-last', params: { count: 2 } },
      variants: [baselineVariant('popular'), variant({ name: 'factors', weights: { factors: 1 } })],
      metrics: ['ndcg@4', 'coverage@4'],
      timeTieOrders: 2,
      scoreTies: 'id',
      segments: [],
    });
    const { result } = await current().experiments.report(config, ['json']);
    expect(result.variants[1]?.metrics[0]?.timeTies?.orders).toBe(3);
    await expectEqual(config, 5, ['csv', 'json']);
  });
});

describe('the shard of a user', () => {
  it('depends on the id alone, so that it is the same in every version', () => {
    expect(['u1', 'u2', '007', 'ünï', ''].map((id) => shardOfUser(id, 16))).toEqual([3, 10, 12, 6, 3]);
  });
});
