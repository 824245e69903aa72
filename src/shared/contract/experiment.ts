import { z } from 'zod';
import { experimentConfigSchema, experimentResultSchema } from '../schemas/experiment';
import { liveInputSchema, liveOutputSchema, livePlanInputSchema, livePlanSchema } from '../schemas/live';
import { nothing, procedure, startedJob } from './base';

export const savedExperimentSchema = z.object({
  id: z.string(),
  name: z.string(),
  notes: z.string(),
  createdAtMs: z.number(),
  config: experimentConfigSchema,
  result: experimentResultSchema,
});
export type SavedExperiment = z.infer<typeof savedExperimentSchema>;

export const experimentContract = {
  live: procedure.route({ method: 'POST', path: '/experiments/live' }).input(liveInputSchema).output(liveOutputSchema),
  /** How many users live evaluation will measure and the memory it will take, before it takes any. */
  livePlan: procedure.route({ method: 'POST', path: '/experiments/live/plan' }).input(livePlanInputSchema).output(livePlanSchema),
  /** Runs as a job; the finished experiment is saved and its id is the job's result. */
  run: procedure
    .route({ method: 'POST', path: '/experiments' })
    .input(z.object({ name: z.string().min(1), notes: z.string().default(''), config: experimentConfigSchema }))
    .output(startedJob),
  list: procedure.route({ method: 'GET', path: '/experiments' }).output(z.array(savedExperimentSchema)),
  get: procedure
    .route({ method: 'GET', path: '/experiments/{id}' })
    .input(z.object({ id: z.string() }))
    .output(savedExperimentSchema),
  annotate: procedure
    .route({ method: 'PUT', path: '/experiments/{id}' })
    .input(z.object({ id: z.string(), name: z.string().min(1), notes: z.string() }))
    .output(nothing),
  remove: procedure
    .route({ method: 'DELETE', path: '/experiments/{id}' })
    .input(z.object({ id: z.string() }))
    .output(nothing),
};
