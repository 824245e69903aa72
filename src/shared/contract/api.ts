import { z } from 'zod';
import {
  apiInteractionInputSchema,
  apiInteractionOutputSchema,
  apiRecommendInputSchema,
  apiRecommendOutputSchema,
  apiStatusSchema,
  apiVideoInputSchema,
  apiVideoOutputSchema,
} from '../schemas/api';
import { onlineReportSchema } from '../schemas/online';
import { procedure } from './base';
import { savedExperimentSchema } from './experiment';

export const apiContract = {
  status: procedure.route({ method: 'GET', path: '/', summary: 'Version, workspace and state of the service' }).output(apiStatusSchema),
  recommend: procedure
    .route({ method: 'POST', path: '/recommend', summary: 'Rank videos for a user, a text or a seed video' })
    .input(apiRecommendInputSchema)
    .output(apiRecommendOutputSchema),
  logInteraction: procedure
    .route({ method: 'POST', path: '/log_interaction', summary: 'Log that a user watched, liked … a video' })
    .input(apiInteractionInputSchema)
    .output(apiInteractionOutputSchema),
  addVideo: procedure
    .route({ method: 'POST', path: '/add_video', summary: 'Add a video; the next recommendation may contain it' })
    .input(apiVideoInputSchema)
    .output(apiVideoOutputSchema),
  /** The areas `online` and `experiment` have one answer each. */
  experiment: procedure
    .route({
      method: 'GET',
      path: '/experiments/{id}',
      summary: 'An online experiment’s live counts, rates, lift and sample ratio check, or a saved run',
    })
    .input(z.object({ id: z.string() }))
    .output(z.union([onlineReportSchema, savedExperimentSchema])),
};
