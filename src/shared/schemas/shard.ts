/** A comparison that several processes measure, each a part of the users. */
import { z } from 'zod';
import { experimentConfigSchema } from './experiment';

/** One of `count` parts of the users, numbered from 1. */
export const shardSchema = z
  .strictObject({ index: z.int().min(1), count: z.int().min(1).max(100_000) })
  .refine(({ index, count }) => index <= count, { error: 'the number of a shard is at most the number of shards', path: ['index'] });
export type Shard = z.infer<typeof shardSchema>;

/** Shards with equal identities are parts of one comparison. */
export const shardIdentitySchema = z.strictObject({
  /** The program that measured: another version may rank differently. */
  program: z.string(),
  data: z.string(),
  split: z.string(),
  /** Settings that the models were fitted with. */
  models: z.string(),
  /** Of the candidate search, with the fingerprints of indexes that are not deterministic. */
  index: z.string(),
  conventions: z.string(),
  /** Of the whole configuration, seeds and metrics included. */
  configuration: z.string(),
});
export type ShardIdentity = z.infer<typeof shardIdentitySchema>;

/** The lists of every variant under one order of interactions at one moment. */
const passSchema = z.strictObject({
  /** 0: the split as it is configured; others: seeded orders. */
  order: z.int().min(0),
  /** Lists for means alone, which end at the deepest cutoff. */
  quick: z.boolean(),
  /** By variant: positions of a list, and the names of its contributions where the report explains it. */
  variants: z.array(z.strictObject({ length: z.int().min(1), signals: z.array(z.string()).nullable() })),
});
export type ShardPass = z.infer<typeof passSchema>;

/** What a shard's file says of itself. */
export const shardHeaderSchema = z.strictObject({
  format: z.literal('ranklab-shard'),
  formatVersion: z.literal(1),
  shard: shardSchema,
  identity: shardIdentitySchema,
  /** The folder that was read, where it is merged unless another is given. */
  workspace: z.string(),
  /** As it was given; the workspace completes it, with definitions of signals for example. */
  config: experimentConfigSchema,
  /** Positions of the lists that a report shows. */
  reportLength: z.int().min(1),
  userCount: z.int().min(0),
  testUserCount: z.int().min(1),
  passes: z.array(passSchema).min(1),
});
export type ShardHeader = z.infer<typeof shardHeaderSchema>;

/** What `compare --shard` answers. */
export interface ShardReport {
  readonly shard: Shard;
  readonly userCount: number;
  readonly testUserCount: number;
  readonly file: string;
  readonly bytes: number;
}
