import { timesAfter } from '../schedules/cron-times';
import { startScheduledRun } from '../schedules/scheduler';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const scheduleHandlers = {
  create: async ({ input, context }) => {
    const { schedules, store } = workspaceOf(context);
    return schedules.create(input, await store.experiments.get(input.experimentId));
  },
  list: async ({ context }) => workspaceOf(context).schedules.list(),
  preview: ({ input }) => Promise.resolve({ timesMs: timesAfter(input.cron, input.timeZone, Date.now(), input.count) }),
  get: async ({ input, context }) => workspaceOf(context).schedules.history(input.id),
  change: async ({ input, context }) => workspaceOf(context).schedules.change(input),
  remove: async ({ input, context }) => workspaceOf(context).schedules.remove(input.id),
  run: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const { schedule } = await workspace.schedules.get(input.id);
    return describeJob(startScheduledRun(context.jobs, workspace, { id: schedule.id, name: schedule.name, plannedAtMs: null }));
  },
} satisfies SessionHandlers<'schedule'>;
