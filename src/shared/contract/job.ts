import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { jobSchema } from '../schemas/job';
import { nothing, procedure } from './base';

export const jobContract = {
  list: procedure.route({ method: 'GET', path: '/jobs', summary: 'All jobs since the start' }).output(z.array(jobSchema)),
  get: procedure
    .route({ method: 'GET', path: '/jobs/{id}', summary: 'One job with its progress, result or error' })
    .input(z.object({ id: z.string() }))
    .output(jobSchema),
  /** The job now and at every change (at most 20 a second) until it ends. */
  watch: procedure
    .route({ method: 'GET', path: '/jobs/{id}/events', summary: 'A job’s progress as a stream' })
    .input(z.object({ id: z.string() }))
    .output(eventIterator(jobSchema)),
  cancel: procedure
    .route({ method: 'POST', path: '/jobs/{id}/cancel', summary: 'Cancel a job' })
    .input(z.object({ id: z.string() }))
    .output(nothing),
};
