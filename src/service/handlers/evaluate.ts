import { plural } from '#shared/counts';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const evaluateHandlers = {
  offPolicy: async ({ input, context, signal }) => context.session.compute('off-policy', input, signal && { signal }),
  slates: async ({ input, context, signal }) => {
    const report = await context.session.compute('off-policy-slates', input, signal && { signal });
    return { ...report, positions: [...report.positions] };
  },
  variantSlates: async ({ input, context }) => {
    const { lists } = workspaceOf(context);
    const label = `“${input.variant.name}” on ${plural(input.rewards.length, 'logged row')}`;
    return describeJob(context.jobs.start('off-policy', label, (job) => lists.offPolicy(input, job)));
  },
  trec: async ({ input, context, signal }) => context.session.compute('evaluate-trec', input, signal && { signal }),
} satisfies SessionHandlers<'evaluate'>;
