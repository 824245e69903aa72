import { z } from 'zod';
import { learnInputSchema } from '../schemas/learn';
import { sweepInputSchema } from '../schemas/sweep';
import { nothing, procedure, startedJob } from './base';

export const tuningContract = {
  /** As a job; its result is the learnt variant with its intervals and its honest value. Uses the validation part only, so it is no look. */
  learn: procedure
    .route({ method: 'POST', path: '/tuning/learn', summary: 'Learn the weights of a variant from interactions' })
    .input(learnInputSchema)
    .output(startedJob),
  /** As a job; the same sweep goes on where an interrupted one ended. Uses the validation part only, so it is no look. */
  sweep: procedure
    .route({ method: 'POST', path: '/tuning/sweep', summary: 'Try many settings of a variant and find the best trade-offs' })
    .input(sweepInputSchema)
    .output(startedJob),
  /** The running sweep ends with the best of the settings tried so far. */
  stopSweep: procedure
    .route({ method: 'POST', path: '/tuning/sweep/{jobId}/stop', summary: 'End a sweep with the best so far' })
    .input(z.object({ jobId: z.string() }))
    .output(nothing),
};
