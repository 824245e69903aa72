import { learnInputSchema } from '../schemas/learn';
import { procedure, startedJob } from './base';

export const tuningContract = {
  /** As a job; its result is the learnt variant with its intervals and its honest value. Uses the validation part only, so it is no look. */
  learn: procedure
    .route({ method: 'POST', path: '/tuning/learn', summary: 'Learn the weights of a variant from interactions' })
    .input(learnInputSchema)
    .output(startedJob),
};
