import { z } from 'zod';
import { experimentId } from '../schemas/online';
import {
  cronSchema,
  scheduleChangeSchema,
  scheduleCreateSchema,
  scheduleHistorySchema,
  scheduleSummarySchema,
  timeZoneSchema,
} from '../schemas/schedule';
import { nothing, procedure, startedJob } from './base';

const one = z.object({ id: experimentId });

/** Saved comparisons that the service measures again at fixed times while it runs. */
export const scheduleContract = {
  create: procedure
    .route({ method: 'POST', path: '/schedules', summary: 'Measure a saved comparison again at fixed times' })
    .input(scheduleCreateSchema)
    .output(scheduleSummarySchema),
  list: procedure
    .route({ method: 'GET', path: '/schedules', summary: 'Schedules with their last run and the next time' })
    .output(z.array(scheduleSummarySchema)),
  /** The next times of an expression, before it is used. */
  preview: procedure
    .route({ method: 'POST', path: '/schedules/preview', summary: 'The next times of a cron expression' })
    .input(z.strictObject({ cron: cronSchema, timeZone: timeZoneSchema.default('UTC'), count: z.int().min(1).max(50).default(5) }))
    .output(z.object({ timesMs: z.array(z.number()) })),
  get: procedure
    .route({ method: 'GET', path: '/schedules/{id}', summary: 'A schedule with all its measurements' })
    .input(one)
    .output(scheduleHistorySchema),
  change: procedure
    .route({ method: 'PUT', path: '/schedules/{id}', summary: 'Change the times of a schedule, pause or resume it' })
    .input(scheduleChangeSchema)
    .output(scheduleSummarySchema),
  /** With its measurements. */
  remove: procedure.route({ method: 'DELETE', path: '/schedules/{id}', summary: 'Remove a schedule' }).input(one).output(nothing),
  /** Now, as a job whose result is the run; planned times stay as they are. */
  run: procedure
    .route({ method: 'POST', path: '/schedules/{id}/run', summary: 'Measure a scheduled comparison now' })
    .input(one)
    .output(startedJob),
};
