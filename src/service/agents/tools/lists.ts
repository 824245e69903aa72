import { z } from 'zod';
import { rankingContextSchema } from '#shared/schemas/ranking';
import { variantSchema } from '#shared/schemas/variant';
import type { RankLabClient } from '#shared/contract/index';
import { defineTool } from '../tool';

/** A stored variant's name, or a complete variant. */
const variant = z
  .union([variantSchema.shape.name, variantSchema])
  .default('default')
  .describe('The name of a stored variant, or a complete one');

/** `limit` and `top_k` are the same, 10 unless given. */
const length = z.int().min(1).max(200).optional();

const resolve = (client: RankLabClient, nameOrVariant: z.infer<typeof variant>) =>
  typeof nameOrVariant === 'string' ? client.variant.get({ name: nameOrVariant }) : Promise.resolve(nameOrVariant);

export const runList = defineTool({
  name: 'run_list',
  title: 'Rank videos',
  description: 'A ranked list for a user, a text or a seed video, with the contribution of every signal to every score.',
  input: { context: rankingContextSchema, limit: length, top_k: length, variant },
  effect: 'reads',
  run: async (input, { client }) => client.recommend.list({ ...input, variant: await resolve(client, input.variant) }),
});

export const whyNot = defineTool({
  name: 'why_not',
  title: 'Why a video is not in a list',
  description:
    'The stage that dropped a video (unknown, not retrieved, cut by the pool, filtered, outranked), and the smallest weight changes that bring it into the list.',
  input: { context: rankingContextSchema, video: z.string(), limit: z.int().min(1).max(1000).default(10), variant },
  effect: 'reads',
  run: async (input, { client }) => client.recommend.whyNot({ ...input, variant: await resolve(client, input.variant), side: 'serving' }),
});

export const flips = defineTool({
  name: 'rank_flips',
  title: 'Where weights change a list',
  description: 'Every weight between `low` and `high` at which the top of this list changes, exactly, by signal.',
  input: {
    context: rankingContextSchema,
    limit: z.int().min(1).max(100).default(10),
    low: z.number().min(-100).max(100).default(0),
    high: z.number().min(-100).max(100).default(1),
    variant,
  },
  effect: 'reads',
  run: async (input, { client }) => client.recommend.flips({ ...input, variant: await resolve(client, input.variant), side: 'serving' }),
});
