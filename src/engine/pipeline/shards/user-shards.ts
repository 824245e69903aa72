import type { Shard } from '#shared/schemas/shard';
import { hashText } from '../../dataset/splits/random-keys';

/** Separates this hash from those of splits, which use other seeds. */
const seed = 0x5a4d;

/**
 * The shard of a user, from 1 to `count`: a 32-bit hash of the external id (FNV-1a over UTF-16 code units with MurmurHash3's finaliser), scaled to
 * `count`. Neither the order of the data nor its size moves a user to another shard.
 */
export const shardOfUser = (userId: string, count: number): number => 1 + Math.floor((hashText(userId, seed) / 2 ** 32) * count);

/** The users of a shard. @param ids by user row; @param users rows, ascending, and so is the result. */
export const usersOfShard = (ids: readonly string[], users: Int32Array, { index, count }: Shard): Int32Array =>
  users.filter((user) => shardOfUser(ids[user], count) === index);
