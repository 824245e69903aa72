import { z } from 'zod';
import {
  experimentId,
  onlineExperimentSchema,
  onlinePlanInputSchema,
  onlinePlanSchema,
  onlineReportSchema,
  onlineStartSchema,
} from '../schemas/online';
import { nothing, procedure } from './base';

const one = z.object({ id: experimentId });

/** Experiments with the users of the local API; those on recorded data are in the area `experiment`. */
export const onlineContract = {
  start: procedure
    .route({ method: 'POST', path: '/experiments/online', summary: 'Split users between variants from now on' })
    .input(onlineStartSchema)
    .output(onlineExperimentSchema),
  /** Starts nothing. */
  plan: procedure
    .route({
      method: 'POST',
      path: '/experiments/online/plan',
      summary: 'Users that an online experiment needs, and the smallest lift found',
    })
    .input(onlinePlanInputSchema)
    .output(onlinePlanSchema),
  list: procedure
    .route({ method: 'GET', path: '/experiments/online', summary: 'Online experiments' })
    .output(z.array(onlineExperimentSchema)),
  report: procedure
    .route({ method: 'GET', path: '/experiments/online/{id}', summary: 'Live counts, rates, lift and the sample ratio check' })
    .input(one)
    .output(onlineReportSchema),
  /** Stops assignment and attribution; the numbers stay. */
  end: procedure
    .route({ method: 'POST', path: '/experiments/online/{id}/end', summary: 'End an online experiment' })
    .input(one)
    .output(onlineReportSchema),
  /** With its numbers. */
  remove: procedure
    .route({ method: 'DELETE', path: '/experiments/online/{id}', summary: 'Remove an online experiment' })
    .input(one)
    .output(nothing),
};
