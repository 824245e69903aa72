import { z } from 'zod';
import { livePlanInputSchema } from './live';

/** A user's part in a test: hits of the lists, lists that differ, in the test, without history, or not in the test part. */
const testUserGroupSchema = z.enum(['hits', 'changed', 'test', 'cold', 'other']);
export type TestUserGroup = z.infer<typeof testUserGroupSchema>;

const testUserSchema = z.object({
  userId: z.string(),
  /** Videos of the user's training history. */
  historyCount: z.int(),
  inTest: z.boolean(),
  /** Videos that count as relevant in the test part. */
  relevantCount: z.int(),
  /** Relevant videos in the lists of the given variants together; null while the lists are not prepared. */
  hits: z.int().nullable(),
  /** Positions at which the lists of the first two variants differ; null with one variant, or while they are not prepared. */
  changedCount: z.int().nullable(),
  group: testUserGroupSchema,
});
export type TestUser = z.infer<typeof testUserSchema>;

export const testUsersInputSchema = livePlanInputSchema.extend({
  /** Part of a user's id. */
  search: z.string().max(200).default(''),
  /** Length of the lists in which hits are counted. */
  k: z.int().min(1).max(1000).default(10),
  limit: z.int().min(1).max(500).default(60),
  /** A user to describe besides. */
  chosen: z.string().nullable().default(null),
});
export type TestUsersInput = z.infer<typeof testUsersInputSchema>;

export const testUsersOutputSchema = z.object({
  testUserCount: z.int(),
  /** Users with hits first, then those whose lists differ, other test users, those without history, and those not in the test part. */
  users: z.array(testUserSchema),
  /** Null where there is no such user, or none was given. */
  chosen: testUserSchema.nullable(),
});
export type TestUsersOutput = z.infer<typeof testUsersOutputSchema>;
