import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { jobSchema } from '../schemas/job';
import { nothing, procedure } from './base';

export const jobContract = {
  list: procedure.route({ method: 'GET', path: '/jobs' }).output(z.array(jobSchema)),
  get: procedure
    .route({ method: 'GET', path: '/jobs/{id}' })
    .input(z.object({ id: z.string() }))
    .output(jobSchema),
  /** The job now and at every change (at most 20 a second) until it ends. */
  watch: procedure
    .route({ method: 'GET', path: '/jobs/{id}/events' })
    .input(z.object({ id: z.string() }))
    .output(eventIterator(jobSchema)),
  cancel: procedure
    .route({ method: 'POST', path: '/jobs/{id}/cancel' })
    .input(z.object({ id: z.string() }))
    .output(nothing),
};
