import { basename, join } from 'node:path';
import { cutRun } from '#engine/pipeline/measured-lists';
import { emptyRun } from '#engine/rerank/ranker';
import type { VariantLists } from '#engine/pipeline/shards/shard-lists';
import type { ExplainedRun } from '../explain-variant';
import type { Run } from '#engine/model/run';
import { isRankLabError, RankLabError } from '#shared/errors';
import { shardHeaderSchema, type Shard, type ShardHeader, type ShardReport } from '#shared/schemas/shard';
import { encodeArtifact, type ArtifactArray } from '../../storage/files/artifact-format';
import { DamagedArtifact, decodeArtifact, type Artifact } from '../../storage/files/artifact-reader';
import { writeAtomically } from '../../storage/files/atomic-write';
import type { FileOperations, OpenFile } from '../../storage/files/file-operations';
import { guarded, guardedPath } from '../../storage/files/storage-error';
import { ShardArrays } from './shard-arrays';

export const shardSuffix = '.ranklab-shard';
const fileName = ({ index, count }: Shard): string =>
  `shard-${String(index).padStart(String(count).length, '0')}-of-${count}${shardSuffix}`;

/** One variant's lists in a shard, explained where the report explains them. */
export interface ShardVariant extends VariantLists {
  /** Cut to the report's length. */
  readonly explained?: ExplainedRun;
}

/** The lists of one pass, by variant. */
export interface ShardLists {
  /** Rows of the dataset, ascending: the shard's test users. */
  readonly users: Int32Array;
  readonly variants: readonly ShardVariant[];
}

/** What the file of a shard holds. */
export interface ShardContent {
  readonly header: ShardHeader;
  readonly passes: readonly ShardLists[];
}

/** A content with the file that it was read from, for messages. */
export interface ShardFile extends ShardContent {
  readonly path: string;
}

/** Writes a shard's file into a folder, whole or not at all; one file per shard, so that all shards may share the folder. */
export async function writeShard(
  files: FileOperations,
  folder: string,
  { header, passes }: ShardContent,
): Promise<{ readonly file: string; readonly bytes: number }> {
  const arrays: Record<string, ArtifactArray> = {};
  for (const [p, { users, variants }] of passes.entries()) {
    arrays[`${p}.users`] = users;
    for (const [v, { run, fallbacks, explained }] of variants.entries()) {
      const { counts } = run;
      const name = nameOf(p, v);
      Object.assign(arrays, {
        [name('counts')]: counts,
        [name('items')]: packed(run.items, run, 1, Int32Array),
        [name('scores')]: packed(run.scores, run, 1, Float64Array),
        [name('fallbacks')]: fallbacks,
      });
      if (explained) {
        const { contributions, signals } = explained;
        arrays[name('contributions')] = packed(contributions, explained.run, signals.length, Float64Array);
      }
    }
  }
  const { data, split } = header.identity;
  const { chunks, bytes } = encodeArtifact({ kind: 'shard', inputs: { data, split }, details: header }, arrays);
  const file = join(folder, fileName(header.shard));
  await guarded('make the output folder', folder, () => files.makeFolder(folder));
  await writeAtomically(files, file, chunks, { bytes, doing: `write ${basename(file)}` });
  return { file, bytes };
}

/** What became of a shard. */
export const shardReport = ({ header }: ShardContent, written: Pick<ShardReport, 'file' | 'bytes'>): ShardReport => ({
  shard: header.shard,
  userCount: header.userCount,
  testUserCount: header.testUserCount,
  ...written,
});

/**
 * The shards of files and folders, in the order in which they are named. @throws NOT_FOUND for a place without a shard, CORRUPT_ARTIFACT naming the
 * damaged file and how to make it again.
 */
export async function readShards(files: FileOperations, places: readonly string[]): Promise<ShardFile[]> {
  const paths: string[] = [];
  for (const place of places) paths.push(...(await shardPaths(files, place)));
  const shards: ShardFile[] = [];
  for (const path of paths) shards.push(await readShard(files, path));
  return shards;
}

async function shardPaths(files: FileOperations, place: string): Promise<string[]> {
  const facts = await guardedPath('read the shards', place, () => files.stat(place));
  if (facts && !facts.isFolder) return [place];
  const names = facts ? (await files.list(place)).filter((name) => name.endsWith(shardSuffix)) : [];
  if (names.length > 0) return names.map((name) => join(place, name));
  throw new RankLabError('NOT_FOUND', facts ? `${place} holds no shard` : `There is no folder ${place}`, {
    place,
    remedy: 'Name the folders that “ranklab compare” wrote shards into',
  });
}

async function readShard(files: FileOperations, path: string): Promise<ShardFile> {
  let file: OpenFile | undefined;
  try {
    file = await files.open(path, 'read');
    return { path, ...contentOf(await decodeArtifact(file, false)) };
  } catch (error) {
    // A RangeError: lists longer than any memory.
    if (error instanceof DamagedArtifact || error instanceof SyntaxError || error instanceof RangeError) {
      throw new RankLabError('CORRUPT_ARTIFACT', `${basename(path)} is damaged: ${error.message}`, {
        place: path,
        remedy: remedyFor(path),
      });
    }
    throw isRankLabError(error) ? error : await asStorageError(error, path);
  } finally {
    await file?.close().catch(() => {});
  }
}

const asStorageError = (error: unknown, path: string): Promise<never> =>
  guardedPath(`read ${basename(path)}`, path, () => Promise.reject(error as Error));

/** A damaged file says nothing of itself: its name has to do. */
function remedyFor(path: string): string {
  const [, index, count] = /shard-(\d+)-of-(\d+)/.exec(basename(path)) ?? [];
  return index === undefined ? 'Measure that shard again' : `Measure it again with “--shard ${Number(index)}/${count}”`;
}

/** @throws DamagedArtifact for the file of something else, and for arrays that do not fit each other. */
function contentOf({ header: { kind, details }, arrays: stored }: Artifact): ShardContent {
  const checked = shardHeaderSchema.safeParse(details);
  if (kind !== 'shard' || !checked.success) throw new DamagedArtifact('it is no shard of a comparison that this version reads');
  const header = checked.data;
  const arrays = new ShardArrays(stored);
  const passes = header.passes.map(({ variants }, p): ShardLists => {
    if (variants.length !== header.config.variants.length) {
      throw new DamagedArtifact(`it has lists of ${variants.length} variants where ${header.config.variants.length} are compared`);
    }
    const users = arrays.takeNumbers(`${p}.users`);
    const listsOf = ({ length, signals }: (typeof variants)[number], v: number): ShardVariant => {
      const name = nameOf(p, v);
      const counts = arrays.takeNumbers(name('counts'), length, users.length);
      const run = { ...emptyRun(users, length), counts };
      const entries = sumOf(counts);
      unpack(arrays.takeNumbers(name('items'), undefined, entries), run.items, run, 1);
      unpack(arrays.take(name('scores'), Float64Array, entries), run.scores, run, 1);
      const lists = { run, fallbacks: arrays.take(name('fallbacks'), Uint8Array, users.length) };
      if (signals === null) return lists;
      const cut = cutRun(run, header.reportLength);
      const contributions = new Float64Array(users.length * cut.length * signals.length);
      unpack(arrays.take(name('contributions'), Float64Array, sumOf(cut.counts) * signals.length), contributions, cut, signals.length);
      return { ...lists, explained: { run: cut, signals, contributions } };
    };
    return { users, variants: variants.map(listsOf) };
  });
  return { header, passes };
}

const sumOf = (counts: Int32Array): number => counts.reduce((sum, count) => sum + count, 0);

const nameOf =
  (pass: number, variant: number) =>
  (array: string): string =>
    `${pass}.${variant}.${array}`;

type Lists = Pick<Run, 'counts' | 'length'>;

/** The entries of all lists one after the other, without the room between them. */
function packed<Values extends Int32Array | Float64Array>(
  values: Values,
  { counts, length }: Lists,
  width: number,
  Type: new (length: number) => Values,
): Values {
  const result = new Type(sumOf(counts) * width);
  let to = 0;
  for (const [u, count] of counts.entries()) {
    const from = u * length * width;
    result.set(values.subarray(from, from + count * width), to);
    to += count * width;
  }
  return result;
}

function unpack<Values extends Int32Array | Float64Array>(values: Values, target: Values, { counts, length }: Lists, width: number): void {
  let from = 0;
  for (const [u, count] of counts.entries()) {
    target.set(values.subarray(from, from + count * width), u * length * width);
    from += count * width;
  }
}
