import { InvalidArgumentError } from 'commander';
import { shardReport, writeShard, type ShardContent } from '#service/experiments/shards/shard-file';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { formatBytes } from '#service/system-failures';
import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { shardSchema, type Shard, type ShardReport } from '#shared/schemas/shard';

/** "3/16", for commander's argument parsing. */
export function shardArgument(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  const shard = shardSchema.safeParse({ index: Number(index), count: Number(count) });
  if (shard.success) return shard.data;
  throw new InvalidArgumentError(`expected the number of a shard and how many there are, such as 3/16, not “${text.slice(0, 200)}”`);
}

/** What belongs to the merged comparison and not to its parts, and why. */
const ofWhole = {
  protocol: ['--protocol', 'every process would read the data of the protocol again: import the data once, and name the workspace'],
  multiverse: ['--multiverse', 'a multiverse is measured by specifications and not by users: run it on one machine'],
  save: ['--save', 'a part is no result: give it to “merge”'],
} as const;

/** @throws INVALID_ARGUMENT naming an option that no shard can have. */
export function refuseWholeOptions(options: { readonly [name in keyof typeof ofWhole]?: unknown }): void {
  for (const [name, [flag, why]] of Object.entries(ofWhole)) {
    if (options[name as keyof typeof ofWhole] === undefined) continue;
    throw new RankLabError('INVALID_ARGUMENT', `--shard does not go with ${flag}: ${why}`, {
      place: flag,
      remedy: `Leave ${flag} out, or --shard`,
    });
  }
}

export const writeShardFile = async (folder: string, content: ShardContent): Promise<ShardReport> =>
  shardReport(content, await writeShard(nodeFileOperations, folder, content));

export const describeShard = ({ shard, userCount, testUserCount, file, bytes }: ShardReport): string =>
  `Shard ${shard.index}/${shard.count}: ${userCount} of ${plural(testUserCount, 'test user')}. Wrote ${file}, ${formatBytes(bytes)}`;
