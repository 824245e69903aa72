import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const experimentHandlers = {
  live: async ({ input, context }) => workspaceOf(context).experiments.live(input),
  livePlan: async ({ input, context }) => workspaceOf(context).experiments.livePlan(input),
  run: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    return describeJob(
      context.jobs.start('experiment', `Experiment “${input.name}”`, async (job) => {
        const { config, result } = await workspace.experiments.run(input.config, job);
        const id = await workspace.store.experiments.save({
          name: input.name,
          notes: input.notes,
          createdAtMs: Date.now(),
          config,
          result,
        });
        return { experimentId: id };
      }),
    );
  },
  list: async ({ input, context }) => workspaceOf(context).store.experiments.summaries(input),
  get: async ({ input, context }) => workspaceOf(context).store.experiments.get(input.id),
  annotate: async ({ input, context }) => workspaceOf(context).store.experiments.annotate(input.id, input.name, input.notes),
  remove: async ({ input, context }) => workspaceOf(context).store.experiments.remove(input.id),
} satisfies SessionHandlers<'experiment'>;
