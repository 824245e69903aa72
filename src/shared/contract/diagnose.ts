import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { blameInputSchema, blameUsersInputSchema, blameUsersOutputSchema, moversInputSchema } from '../schemas/diagnose';
import { goalInputSchema } from '../schemas/goal';
import { sensitivityEventSchema, sensitivityInputSchema } from '../schemas/sensitivity';
import { procedure, startedJob } from './base';

/** Why lists are as good as they are. Answers count as looks at the test part. */
export const diagnoseContract = {
  /** As a job; its result says how much of the missing metric each stage loses, per variant and per group of users. */
  blame: procedure
    .route({ method: 'POST', path: '/diagnose/blame', summary: 'Divide what lists miss among retrieval, pool, filters and ranking' })
    .input(blameInputSchema)
    .output(startedJob),
  /** One user after another; the same question as `blame`, whose answer is held. */
  blameUsers: procedure
    .route({ method: 'POST', path: '/diagnose/blame/users', summary: 'Users by what they lose at a stage' })
    .input(blameUsersInputSchema)
    .output(blameUsersOutputSchema),
  /** As a job; its result has the users and the videos that move most between two variants. */
  movers: procedure
    .route({ method: 'POST', path: '/diagnose/movers', summary: 'Users and videos that gain or lose between two variants, and why' })
    .input(moversInputSchema)
    .output(startedJob),
  /** As a job; its result is the whole map, and `sensitivityCells` has the cells while they are computed. */
  sensitivity: procedure
    .route({ method: 'POST', path: '/diagnose/sensitivity', summary: 'Map a metric and the verdict over two settings of a variant' })
    .input(sensitivityInputSchema)
    .output(startedJob),
  /** The frame, then the cells of a running map, coarse ones first, until its job ends. */
  sensitivityCells: procedure
    .route({ method: 'GET', path: '/diagnose/sensitivity/{jobId}/cells', summary: 'The cells of a map while they are computed' })
    .input(z.object({ jobId: z.string() }))
    .output(eventIterator(sensitivityEventSchema)),
  /** As a job; its result has the weights, verified by ranking again, with their collateral, or the conflict. */
  goal: procedure
    .route({
      method: 'POST',
      path: '/diagnose/goal',
      summary: 'Seek the smallest change of weights that puts videos where they should stand',
    })
    .input(goalInputSchema)
    .output(startedJob),
};
