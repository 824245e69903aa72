import { learn } from '../experiments/learn';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const tuningHandlers = {
  learn: async ({ input, context }) => {
    const { experiments } = workspaceOf(context);
    const label = `Weights of “${input.variant.name}” by ${input.metric}`;
    return describeJob(context.jobs.start('learn', label, (job) => learn(experiments, input, job)));
  },
} satisfies SessionHandlers<'tuning'>;
