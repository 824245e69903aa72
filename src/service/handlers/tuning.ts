import { weightLearners } from '#engine/pipeline/learn/learners/registry';
import { sweepSearches } from '#engine/pipeline/sweep/search/registry';
import { plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { learn } from '../experiments/learn';
import { sweep } from '../experiments/sweep';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

/** Stops of running sweeps, by job. */
const stops = new Map<string, AbortController>();

export const tuningHandlers = {
  learn: async ({ input, context }) => {
    const { experiments } = workspaceOf(context);
    weightLearners.get(input.method, 'method');
    const label = `Weights of “${input.variant.name}” by ${input.metric}`;
    return describeJob(context.jobs.start('learn', label, (job) => learn(experiments, input, { context: job })));
  },
  sweep: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    sweepSearches.get(input.search, 'search');
    const stop = new AbortController();
    const job = context.jobs.start('sweep', `${plural(input.settings, 'setting')} of “${input.variant.name}”`, async (running) => {
      stops.set(job.id, stop); // not before: a job that is cancelled while it waits never gets here
      try {
        return await sweep(workspace, input, { stop: stop.signal, context: running });
      } finally {
        stops.delete(job.id);
      }
    });
    return describeJob(job);
  },
  stopSweep: async ({ input }) => {
    const stop = stops.get(input.jobId);
    if (!stop) throw new RankLabError('NOT_FOUND', `No sweep with the job ${input.jobId} is running`, { place: 'jobId' });
    stop.abort();
  },
} satisfies SessionHandlers<'tuning'>;
